package io.nocturne.spark.train;

import io.nocturne.model.Parameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of training between two rounds, in blocks of bytes: the parameters, then what the
 * workers send of the optimizer's arrays.
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
  static BlockLayout layout(Network network, Plan plan, int blockFloats) {
    List<Integer> lengths = new ArrayList<>(List.of((int) network.parameters()));
    lengths.addAll(plan.averaging().moments().lengths(network, plan.optimizer()));
    return new BlockLayout(lengths, blockFloats);
  }

  /** The blocks of a state that no worker has learnt in yet. */
  static StateBlocks initial(Network network, Plan plan, BlockLayout layout, TrainingState state) {
    List<float[]> arrays = sent(network, plan, state);
    List<byte[]> blocks = new ArrayList<>();
    for (int block = 0; block < layout.blocks(); block++) {
      BlockLayout.Slice slice = layout.slice(block);
      blocks.add(BlockBytes.of(arrays.get(slice.array()), slice.from(), slice.length()));
    }
    return new StateBlocks(layout, new Progress(0, 0, 0), blocks);
  }

  /** The arrays that a worker sends of its state; not to be written to. */
  static List<float[]> sent(Network network, Plan plan, TrainingState state) {
    List<float[]> arrays = new ArrayList<>(List.of(state.theta()));
    arrays.addAll(plan.averaging().moments().sent(network, plan.optimizer(), state.optimizer()));
    return arrays;
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
  TrainingState open(Network network, Plan plan) {
    List<float[]> arrays = new ArrayList<>();
    layout.lengths().forEach(length -> arrays.add(new float[length]));
    for (int block = 0; block < blocks.size(); block++) {
      BlockLayout.Slice slice = layout.slice(block);
      BlockBytes.copy(blocks.get(block), arrays.get(slice.array()), slice.from());
    }
    List<float[]> received = arrays.subList(1, arrays.size());
    return new TrainingState(
        arrays.get(0),
        plan.averaging().moments().received(network, plan.optimizer(), received, progress.steps()),
        progress.epochs(),
        progress.examples());
  }

  /** The blocks of the parameters alone. */
  List<byte[]> parameters() {
    return List.copyOf(blocks.subList(0, layout.blocks(1)));
  }

  /** Parameters from their blocks. */
  static Parameters opened(List<byte[]> parameters) {
    int length = parameters.stream().mapToInt(block -> block.length / Float.BYTES).sum();
    ParametersBuilder flat = new ParametersBuilder(length);
    parameters.forEach(flat::add);
    return flat.build();
  }
}
