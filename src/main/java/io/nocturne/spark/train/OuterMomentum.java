package io.nocturne.spark.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Nesterov momentum between rounds: u := m u + d and theta := theta + d + m u, with d the change
 * that the round's mean would make (Chen and Huo 2016, equations 4 to 6 with a block learning rate
 * of 1). It is for the parameters that follow gradients. Moments are averaged only, and so is the
 * encoder that a prior was made of: it is a copy of what there was, and moved on it would be of
 * none that has been, the more so in rounds that do not renew it.
 */
final class OuterMomentum {
  private final double momentum;
  private final int learnt;
  private List<float[]> velocity = List.of();

  /**
   * @param momentum m, from 0 for none to below 1
   * @param learnt how many parameters follow gradients, the first ones
   */
  OuterMomentum(double momentum, int learnt) {
    this.momentum = momentum;
    this.learnt = learnt;
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
    int from = 0;
    for (int block = 0; block < old.size(); block++) {
      float[] u = velocity.get(block);
      int moved = Math.max(0, Math.min(u.length, learnt - from));
      blocks.set(block, apply(old.get(block), blocks.get(block), u, moved));
      from += u.length;
    }
    return new StateBlocks(mean.layout(), mean.progress(), blocks);
  }

  /** The first {@code moved} parameters of a block move on; the others are the mean. */
  private byte[] apply(byte[] before, byte[] mean, float[] u, int moved) {
    float[] theta = BlockBytes.floats(before);
    float[] now = BlockBytes.floats(mean);
    for (int k = 0; k < moved; k++) {
      double change = (double) now[k] - theta[k];
      u[k] = (float) (momentum * u[k] + change);
      now[k] = (float) (theta[k] + change + momentum * u[k]);
    }
    return BlockBytes.of(now, 0, now.length);
  }
}
