package io.nocturne.nn;

import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.BlockArray;
import java.util.List;

/**
 * Everything that training changes: parameters, the optimizer's state, and how much was trained on.
 * Training that resumes from it continues as if it had never stopped.
 */
public final class TrainingState {
  private final List<BlockArray> parameters;
  private final OptimizerState optimizer;
  private final UserState users;
  private int epochs;
  private long examples;

  /**
   * A state of a network without vectors of users.
   *
   * @param parameters the blocks of the network; taken as they are, and changed
   */
  public TrainingState(
      List<BlockArray> parameters, OptimizerState optimizer, int epochs, long examples) {
    this(parameters, optimizer, UserState.NONE, epochs, examples);
  }

  /**
   * A state with the vectors of users.
   *
   * @param parameters the blocks of the network; taken as they are, and changed
   */
  public TrainingState(
      List<BlockArray> parameters,
      OptimizerState optimizer,
      UserState users,
      int epochs,
      long examples) {
    this.parameters = List.copyOf(parameters);
    this.optimizer = optimizer;
    this.users = users;
    this.epochs = epochs;
    this.examples = examples;
  }

  /** The state before the first epoch, for Adam. */
  public static TrainingState initial(List<BlockArray> parameters) {
    return initial(parameters, OptimizerKind.ADAM);
  }

  /** The state before the first epoch, for an optimizer. */
  public static TrainingState initial(List<BlockArray> parameters, OptimizerKind kind) {
    OptimizerState zero =
        OptimizerState.zero(kind, parameters.stream().map(BlockArray::shape).toList());
    return new TrainingState(parameters, zero, 0, 0);
  }

  /** The blocks of the network. */
  public List<BlockArray> parameters() {
    return parameters;
  }

  /** The optimizer's state. */
  public OptimizerState optimizer() {
    return optimizer;
  }

  /** The vectors of the shard's users, with their optimizer state. */
  public UserState users() {
    return users;
  }

  /** The number of completed epochs. */
  public int epochs() {
    return epochs;
  }

  /** The number of examples trained on. */
  public long examples() {
    return examples;
  }

  void trainedOn(int more) {
    examples += more;
  }

  void completedEpoch() {
    epochs++;
  }
}
