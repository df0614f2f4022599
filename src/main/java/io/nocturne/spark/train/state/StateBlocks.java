package io.nocturne.spark.train.state;

import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.UserState;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The state of training between two rounds, in blocks of bytes. Its arrays are the blocks of the
 * network and, where users have vectors, the vectors of each worker's users; then the optimizer's
 * arrays that the workers send, and those of their users.
 */
public final class StateBlocks implements Serializable {
  private static final long serialVersionUID = 2;

  private final BlockLayout layout;
  private final Progress progress;
  private final ArrayList<byte[]> blocks;

  /** The progress of training, all workers together. */
  public record Progress(long steps, int epochs, long examples) implements Serializable {}

  public StateBlocks(BlockLayout layout, Progress progress, List<byte[]> blocks) {
    this.layout = layout;
    this.progress = progress;
    this.blocks = new ArrayList<>(blocks);
  }

  /** Returns the layout of a state. */
  public static BlockLayout layout(Network network, Plan plan, long users, int blockFloats) {
    List<StateArray> arrays = new ArrayList<>();
    for (BlockShape shape : network.blocks()) {
      StateArray.Role role =
          shape.kind().isTrained() ? StateArray.Role.TRAINED : StateArray.Role.DERIVED;
      arrays.add(new StateArray(shape.name(), role, StateArray.SHARED, shape.length()));
    }
    OptimizerKind kind = plan.optimizer();
    addOfUsers(network, plan, users, List.of(UserVectors.BLOCK), true, arrays);
    for (Moments.Sent sent : plan.averaging().moments().arrays(network.blocks(), kind)) {
      arrays.add(
          new StateArray(sent.name(), StateArray.Role.OPTIMIZER, StateArray.SHARED, sent.length()));
    }
    List<String> ofOptimizer =
        Moments.AVERAGE.arrays(List.of(UserVectors.shape(0, 1)), kind.ofAll()).stream()
            .map(Moments.Sent::name)
            .toList();
    addOfUsers(network, plan, users, ofOptimizer, false, arrays);
    return new BlockLayout(arrays, blockFloats);
  }

  /** Adds arrays of these names for each worker, as long as the vectors of its users. */
  private static void addOfUsers(
      Network network,
      Plan plan,
      long users,
      List<String> names,
      boolean isModel,
      List<StateArray> arrays) {
    if (network.userWidth() == 0) {
      return;
    }
    ShardSizes shards = new ShardSizes(users, plan.averaging().workers());
    StateArray.Role role = isModel ? StateArray.Role.TRAINED : StateArray.Role.OPTIMIZER;
    for (int worker = 0; worker < shards.workers(); worker++) {
      int length = Math.multiplyExact(shards.rows(worker), network.userWidth());
      for (String name : names) {
        arrays.add(new StateArray(name, role, worker, length));
      }
    }
  }

  /** The approximate number of arrays as long as the parameters that are sent. */
  public static int arraysSent(Network network, Plan plan) {
    return (int) Math.round((double) floatsSent(network, plan) / network.parameters());
  }

  /** The number of floats that are sent. */
  public static long floatsSent(Network network, Plan plan) {
    return plan.averaging().moments().arrays(network.blocks(), plan.optimizer()).stream()
        .mapToLong(Moments.Sent::length)
        .reduce(network.parameters(), Long::sum);
  }

  /** Returns the state before the first round. */
  public static StateBlocks initial(
      Network network, Plan plan, BlockLayout layout, List<BlockArray> parameters, long seed) {
    int workers = plan.averaging().workers();
    OptimizerKind kind = plan.optimizer();
    OptimizerState zero = OptimizerState.zero(kind, network.blocks());
    return of(
        network,
        plan,
        layout,
        worker -> {
          UserState users = UserState.NONE;
          if (network.userWidth() > 0) {
            int length = layout.arrays().get(network.blocks().size() + worker).length();
            float[] vectors = network.initializeUsers(seed, worker, workers, length);
            users = UserState.initial(vectors, network.userWidth(), kind);
          }
          return new TrainingState(parameters, zero, users, 0, 0);
        });
  }

  /** Cuts the workers' states, which agree in what they share, into blocks; without progress. */
  static StateBlocks of(
      Network network, Plan plan, BlockLayout layout, IntFunction<TrainingState> states) {
    byte[][] blocks = new byte[layout.blocks()][];
    for (int worker = 0; worker < plan.averaging().workers(); worker++) {
      List<float[]> arrays = sent(network, plan, states.apply(worker), worker);
      for (int block = 0; block < blocks.length; block++) {
        if (blocks[block] == null && layout.isFor(block, worker)) {
          blocks[block] = BlockBytes.of(arrays, layout.slices(block));
        }
      }
    }
    return new StateBlocks(layout, new Progress(0, 0, 0), List.of(blocks));
  }

  /**
   * The arrays that a worker sends of its state, null for those of other workers; they must not be
   * modified.
   */
  public static List<float[]> sent(Network network, Plan plan, TrainingState state, int worker) {
    OptimizerKind kind = plan.optimizer();
    List<float[]> arrays = new ArrayList<>();
    state.parameters().forEach(block -> arrays.add(block.floats()));
    addOfWorker(network, plan, worker, List.of(state.users().vectors().floats()), arrays);
    arrays.addAll(plan.averaging().moments().sent(network.blocks(), kind, state.optimizer()));
    if (network.userWidth() > 0) {
      List<float[]> ofUsers =
          Moments.AVERAGE.sent(
              List.of(state.users().vectors().shape()), kind.ofAll(), state.users().optimizer());
      addOfWorker(network, plan, worker, ofUsers, arrays);
    }
    return arrays;
  }

  private static void addOfWorker(
      Network network, Plan plan, int worker, List<float[]> ofWorker, List<float[]> arrays) {
    for (int w = 0; w < plan.averaging().workers() && network.userWidth() > 0; w++) {
      arrays.addAll(w == worker ? ofWorker : Collections.nCopies(ofWorker.size(), null));
    }
  }

  public BlockLayout layout() {
    return layout;
  }

  public Progress progress() {
    return progress;
  }

  public int epochs() {
    return progress.epochs();
  }

  public List<byte[]> blocks() {
    return blocks;
  }

  /** Copies the state with which a worker starts a round. */
  public TrainingState open(Network network, Plan plan, int worker) {
    List<float[]> arrays = new ArrayList<>();
    for (StateArray array : layout.arrays()) {
      arrays.add(array.isFor(worker) ? new float[array.length()] : null);
    }
    for (int block = 0; block < blocks.size(); block++) {
      if (layout.isFor(block, worker)) {
        BlockBytes.copy(blocks.get(block), layout.slices(block), arrays);
      }
    }
    OptimizerKind kind = plan.optimizer();
    List<BlockShape> shapes = network.blocks();
    List<BlockArray> parameters = new ArrayList<>();
    for (BlockShape shape : shapes) {
      int number = parameters.size();
      parameters.add(new BlockArray(shape, number, arrays.get(number)));
    }
    Moments moments = plan.averaging().moments();
    int first = shapes.size() + (network.userWidth() > 0 ? plan.averaging().workers() : 0);
    int end = first + moments.arrays(shapes, kind).size();
    return new TrainingState(
        parameters,
        moments.received(shapes, kind, arrays.subList(first, end), progress.steps()),
        network.userWidth() == 0 ? UserState.NONE : users(network, kind, worker, end, arrays),
        progress.epochs(),
        progress.examples());
  }

  /**
   * Returns the state of a worker's users.
   *
   * @param first the first array of the users' optimizers
   */
  private UserState users(
      Network network, OptimizerKind kind, int worker, int first, List<float[]> arrays) {
    float[] floats = arrays.get(network.blocks().size() + worker);
    BlockArray vectors = UserVectors.of(floats, network.userWidth()).vectors();
    int from = first + worker * kind.arrays();
    OptimizerState optimizer =
        Moments.AVERAGE.received(
            List.of(vectors.shape()),
            kind.ofAll(),
            arrays.subList(from, from + kind.arrays()),
            progress.epochs());
    return new UserState(vectors, optimizer);
  }

  /** Returns the blocks of the model. */
  public List<byte[]> model() {
    return List.copyOf(blocks.subList(0, layout.modelBlocks()));
  }
}
