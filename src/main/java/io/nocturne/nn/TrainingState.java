package io.nocturne.nn;

/**
 * All that training changes: parameters, the optimizer's state, how much has been learnt from.
 * Training that goes on from it goes on as if it had never stopped.
 */
public final class TrainingState {
  private final float[] theta;
  private final OptimizerState optimizer;
  private final UserState users;
  private int epochs;
  private long examples;

  /** Takes the parameters as they are; they will be changed. */
  public TrainingState(float[] theta, OptimizerState optimizer, int epochs, long examples) {
    this(theta, optimizer, UserState.NONE, epochs, examples);
  }

  /** Likewise, with the vectors of users. */
  public TrainingState(
      float[] theta, OptimizerState optimizer, UserState users, int epochs, long examples) {
    this.users = users;
    this.theta = theta;
    this.optimizer = optimizer;
    this.epochs = epochs;
    this.examples = examples;
  }

  /** The state before the first epoch, for Adam. */
  public static TrainingState initial(float[] theta) {
    return initial(theta, OptimizerKind.ADAM);
  }

  /** The state before the first epoch, for an optimizer. */
  public static TrainingState initial(float[] theta, OptimizerKind kind) {
    return new TrainingState(theta, OptimizerState.zero(kind, theta.length), 0, 0);
  }

  /** The parameters. */
  public float[] theta() {
    return theta;
  }

  /** The optimizer's state. */
  public OptimizerState optimizer() {
    return optimizer;
  }

  /** What is learnt for the users of the shard. */
  public UserState users() {
    return users;
  }

  /** How many epochs have been completed. */
  public int epochs() {
    return epochs;
  }

  /** How many examples have been learnt from. */
  public long examples() {
    return examples;
  }

  void learnt(int more) {
    examples += more;
  }

  void completedEpoch() {
    epochs++;
  }
}
