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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            int length = layout.array(UserVectors.BLOCK, worker).length();
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
      List<float[]> arrays = layout.ordered(sent(network, plan, states.apply(worker)), worker);
      for (int block = 0; block < blocks.length; block++) {
        if (blocks[block] == null && layout.isFor(block, worker)) {
          blocks[block] = BlockBytes.of(arrays, layout.slices(block));
        }
      }
    }
    return new StateBlocks(layout, new Progress(0, 0, 0), List.of(blocks));
  }

  /** Returns the arrays that a worker sends of its state, by name; they must not be modified. */
  public static Map<String, float[]> sent(Network network, Plan plan, TrainingState state) {
    OptimizerKind kind = plan.optimizer();
    Moments moments = plan.averaging().moments();
    Map<String, float[]> arrays = new HashMap<>();
    state.parameters().forEach(block -> arrays.put(block.shape().name(), block.floats()));
    arrays.putAll(moments.sent(network.blocks(), kind, state.optimizer()));
    if (network.userWidth() > 0) {
      UserState users = state.users();
      List<BlockShape> vectors = List.of(users.vectors().shape());
      arrays.put(UserVectors.BLOCK, users.vectors().floats());
      arrays.putAll(Moments.AVERAGE.sent(vectors, kind.ofAll(), users.optimizer()));
    }
    return arrays;
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
    Map<String, float[]> arrays = arrays(worker);
    List<BlockShape> shapes = network.blocks();
    List<BlockArray> parameters = new ArrayList<>();
    for (BlockShape shape : shapes) {
      parameters.add(new BlockArray(shape, parameters.size(), arrays.get(shape.name())));
    }
    Moments moments = plan.averaging().moments();
    return new TrainingState(
        parameters,
        moments.received(shapes, plan.optimizer(), arrays, progress.steps()),
        network.userWidth() == 0 ? UserState.NONE : users(network, plan.optimizer(), arrays),
        progress.epochs(),
        progress.examples());
  }

  /** Copies the arrays that a worker reads and changes, by name. */
  private Map<String, float[]> arrays(int worker) {
    Map<String, float[]> arrays = new HashMap<>();
    for (StateArray array : layout.arrays()) {
      if (array.isFor(worker)) {
        arrays.put(array.name(), new float[array.length()]);
      }
    }
    List<float[]> ordered = layout.ordered(arrays, worker);
    for (int block = 0; block < blocks.size(); block++) {
      if (layout.isFor(block, worker)) {
        BlockBytes.copy(blocks.get(block), layout.slices(block), ordered);
      }
    }
    return arrays;
  }

  private UserState users(Network network, OptimizerKind kind, Map<String, float[]> arrays) {
    BlockArray vectors =
        UserVectors.of(arrays.get(UserVectors.BLOCK), network.userWidth()).vectors();
    OptimizerState optimizer =
        Moments.AVERAGE.received(List.of(vectors.shape()), kind.ofAll(), arrays, progress.epochs());
    return new UserState(vectors, optimizer);
  }

  /** Returns the blocks of the model. */
  public List<byte[]> model() {
    return List.copyOf(blocks.subList(0, layout.modelBlocks()));
  }
}
