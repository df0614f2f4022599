package io.nocturne.spark.train.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Nesterov momentum between rounds: u := m u + d and theta := theta + d + m u, with d the change by
 * the round's mean (Chen and Huo 2016, equations 4 to 6 with a block learning rate of 1). It
 * applies to the parameters that gradients change. Moments are only averaged, and so is the encoder
 * that a prior was copied from: with momentum it would no longer be a copy of any encoder, the more
 * so in rounds that do not renew it.
 */
public final class OuterMomentum {
  private final double momentum;
  private List<float[]> velocity = List.of();

  /**
   * @param momentum m, from 0 for none to below 1
   */
  public OuterMomentum(double momentum) {
    this.momentum = momentum;
  }

  /** Restores the velocity from blocks returned by {@link #blocks}. */
  public void restore(List<byte[]> blocks) {
    velocity = blocks.stream().map(BlockBytes::floats).toList();
  }

  /** The velocity, for a checkpoint; none without momentum. */
  public List<byte[]> blocks() {
    return velocity.stream().map(BlockBytes::of).toList();
  }

  /** Returns the state after a round, from the state before it and the mean of the workers. */
  public StateBlocks apply(StateBlocks before, StateBlocks mean) {
    if (momentum == 0) {
      return mean;
    }
    BlockLayout layout = before.layout();
    int[] moved =
        IntStream.range(0, layout.blocks())
            .filter(block -> layout.isTrained(block) && layout.isShared(block))
            .toArray();
    if (velocity.isEmpty()) {
      velocity = Arrays.stream(moved).mapToObj(block -> new float[layout.length(block)]).toList();
    }
    List<byte[]> blocks = new ArrayList<>(mean.blocks());
    for (int m = 0; m < moved.length; m++) {
      int block = moved[m];
      byte[] old = before.blocks().get(block);
      blocks.set(block, apply(old, blocks.get(block), velocity.get(m)));
    }
    return new StateBlocks(mean.layout(), mean.progress(), blocks);
  }

  private byte[] apply(byte[] before, byte[] mean, float[] u) {
    float[] old = BlockBytes.floats(before);
    float[] now = BlockBytes.floats(mean);
    for (int k = 0; k < now.length; k++) {
      double change = (double) now[k] - old[k];
      u[k] = (float) (momentum * u[k] + change);
      now[k] = (float) (old[k] + change + momentum * u[k]);
    }
    return BlockBytes.of(now);
  }
}
