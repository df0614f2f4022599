package io.nocturne.spark.train;

import io.nocturne.nn.Network;
import io.nocturne.nn.OptimizerKind;
import io.nocturne.nn.OptimizerState;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.UserState;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The state of training between two rounds, in blocks of bytes: the parameters and, where users
 * have vectors, each worker's own; then what the workers send of the optimizer's arrays, and those
 * of their users.
 */
final class StateBlocks implements Serializable {
  private static final long serialVersionUID = 1;

  private final BlockLayout layout;
  private final Progress progress;
  private final ArrayList<byte[]> blocks;

  /** How far training has come, all workers together. */
  record Progress(long steps, int epochs, long examples) implements Serializable {}

  StateBlocks(BlockLayout layout, Progress progress, List<byte[]> blocks) {
    this.layout = layout;
    this.progress = progress;
    this.blocks = new ArrayList<>(blocks);
  }

  /** The layout of a state. */
  static BlockLayout layout(Network network, Plan plan, long users, int blockFloats) {
    Dealt dealt = new Dealt(users, plan.averaging().workers());
    List<Integer> lengths = new ArrayList<>(List.of((int) network.parameters()));
    List<Integer> owners = new ArrayList<>(List.of(-1));
    addOwn(network, dealt, 1, lengths, owners);
    int model = lengths.size();
    for (int length : plan.averaging().moments().lengths(network, plan.optimizer())) {
      lengths.add(length);
      owners.add(-1);
    }
    addOwn(network, dealt, plan.optimizer().arrays(), lengths, owners);
    return new BlockLayout(lengths, owners, model, blockFloats);
  }

  /** So many arrays for each worker, as long as its users' vectors together; none without those. */
  private static void addOwn(
      Network network, Dealt dealt, int arrays, List<Integer> lengths, List<Integer> owners) {
    for (int worker = 0; worker < dealt.workers() && network.userWidth() > 0; worker++) {
      int length = Math.multiplyExact(dealt.rows(worker), network.userWidth());
      lengths.addAll(Collections.nCopies(arrays, length));
      owners.addAll(Collections.nCopies(arrays, worker));
    }
  }

  /** The state that no worker has learnt in yet. */
  static StateBlocks initial(
      Network network, Plan plan, BlockLayout layout, float[] theta, long seed) {
    int workers = plan.averaging().workers();
    return of(
        network,
        plan,
        layout,
        worker -> {
          int own = network.userWidth() == 0 ? 0 : layout.lengths().get(1 + worker);
          UserState users =
              new UserState(
                  network.initializeUsers(seed, worker, workers, own),
                  OptimizerState.zero(plan.optimizer(), own));
          OptimizerState shared = OptimizerState.zero(plan.optimizer(), theta.length);
          return new TrainingState(theta, shared, users, 0, 0);
        });
  }

  /** The blocks of the workers' states, which agree in what they share; no progress. */
  static StateBlocks of(
      Network network, Plan plan, BlockLayout layout, IntFunction<TrainingState> states) {
    byte[][] blocks = new byte[layout.blocks()][];
    for (int worker = 0; worker < plan.averaging().workers(); worker++) {
      List<float[]> arrays = sent(network, plan, states.apply(worker), worker);
      for (int block = 0; block < blocks.length; block++) {
        if (blocks[block] == null && layout.isFor(block, worker)) {
          BlockLayout.Slice slice = layout.slice(block);
          float[] array = arrays.get(slice.array());
          blocks[block] = BlockBytes.of(array, slice.from(), slice.length());
        }
      }
    }
    return new StateBlocks(layout, new Progress(0, 0, 0), List.of(blocks));
  }

  /** The arrays that a worker sends of its state, null for other workers'; not to be written to. */
  static List<float[]> sent(Network network, Plan plan, TrainingState state, int worker) {
    OptimizerKind kind = plan.optimizer();
    List<float[]> arrays = new ArrayList<>(List.of(state.theta()));
    addOwn(network, plan, worker, List.of(state.users().vectors()), arrays);
    arrays.addAll(plan.averaging().moments().sent(network, kind, state.optimizer()));
    addOwn(network, plan, worker, kind.used(state.users().optimizer()), arrays);
    return arrays;
  }

  private static void addOwn(
      Network network, Plan plan, int worker, List<float[]> own, List<float[]> arrays) {
    for (int w = 0; w < plan.averaging().workers() && network.userWidth() > 0; w++) {
      arrays.addAll(w == worker ? own : Collections.nCopies(own.size(), null));
    }
  }

  BlockLayout layout() {
    return layout;
  }

  Progress progress() {
    return progress;
  }

  int epochs() {
    return progress.epochs();
  }

  List<byte[]> blocks() {
    return blocks;
  }

  /** The state that a worker begins a round with: arrays of its own. */
  TrainingState open(Network network, Plan plan, int worker) {
    List<float[]> arrays = new ArrayList<>();
    for (int array = 0; array < layout.lengths().size(); array++) {
      int owner = layout.owners().get(array);
      arrays.add(owner < 0 || owner == worker ? new float[layout.lengths().get(array)] : null);
    }
    for (int block = 0; block < blocks.size(); block++) {
      if (layout.isFor(block, worker)) {
        BlockLayout.Slice slice = layout.slice(block);
        BlockBytes.copy(blocks.get(block), arrays.get(slice.array()), slice.from());
      }
    }
    OptimizerKind kind = plan.optimizer();
    int moments = plan.averaging().moments().lengths(network, kind).size();
    int first = layout.modelArrays();
    List<float[]> received = arrays.subList(first, first + moments);
    return new TrainingState(
        arrays.get(0),
        plan.averaging().moments().received(network, kind, received, progress.steps()),
        network.userWidth() == 0 ? UserState.NONE : users(kind, worker, moments, arrays),
        progress.epochs(),
        progress.examples());
  }

  private UserState users(OptimizerKind kind, int worker, int moments, List<float[]> arrays) {
    int from = layout.modelArrays() + moments + worker * kind.arrays();
    List<float[]> used = arrays.subList(from, from + kind.arrays());
    return new UserState(arrays.get(1 + worker), kind.of(used, progress.epochs()));
  }

  /** The blocks of the model alone. */
  List<byte[]> model() {
    return List.copyOf(blocks.subList(0, layout.modelBlocks()));
  }
}
