package io.nocturne.spark.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Nesterov momentum between rounds: u := m u + d and theta := theta + d + m u, with d the change
 * that the round's mean would make (Chen and Huo 2016, equations 4 to 6 with a block learning rate
 * of 1). It is for the parameters; moments are averaged only.
 */
final class OuterMomentum {
  private final double momentum;
  private List<float[]> velocity = List.of();

  /**
   * @param momentum m, from 0 for none to below 1
   */
  OuterMomentum(double momentum) {
    this.momentum = momentum;
  }

  /** Goes on from blocks that {@link #blocks} has given. */
  void restore(List<byte[]> blocks) {
    velocity = blocks.stream().map(BlockBytes::floats).toList();
  }

  /** The velocity, for a checkpoint; none without momentum. */
  List<byte[]> blocks() {
    return velocity.stream().map(floats -> BlockBytes.of(floats, 0, floats.length)).toList();
  }

  /** The state after a round, from that before and the mean of the workers. */
  StateBlocks apply(StateBlocks before, StateBlocks mean) {
    if (momentum == 0) {
      return mean;
    }
    List<byte[]> old = before.blocks().subList(0, before.layout().blocks(1));
    if (velocity.isEmpty()) {
      velocity = old.stream().map(block -> new float[block.length / Float.BYTES]).toList();
    }
    List<byte[]> blocks = new ArrayList<>(mean.blocks());
    for (int block = 0; block < old.size(); block++) {
      blocks.set(block, apply(old.get(block), blocks.get(block), velocity.get(block)));
    }
    return new StateBlocks(mean.layout(), mean.progress(), blocks);
  }

  private byte[] apply(byte[] before, byte[] mean, float[] u) {
    float[] theta = BlockBytes.floats(before);
    float[] now = BlockBytes.floats(mean);
    for (int k = 0; k < theta.length; k++) {
      double change = (double) now[k] - theta[k];
      u[k] = (float) (momentum * u[k] + change);
      theta[k] = (float) (theta[k] + change + momentum * u[k]);
    }
    return BlockBytes.of(theta, 0, theta.length);
  }
}
