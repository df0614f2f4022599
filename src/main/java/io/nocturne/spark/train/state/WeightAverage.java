package io.nocturne.spark.train.state;

import io.nocturne.math.RunningMean;
import java.util.ArrayList;
import java.util.List;

/**
 * The running mean of the parameters after each round from some epoch on (Izmailov et al.,
 * "Averaging weights leads to wider optima and better generalization", 2018, algorithm 1): mean :=
 * mean + (theta - mean) / n after the n-th of these rounds. Training does not use it.
 */
public final class WeightAverage {
  private final int fromEpoch;
  private List<byte[]> mean = List.of();
  private int rounds;

  /**
   * @param fromEpoch the first epoch whose round counts, from 1 on; 0 to turn averaging off
   */
  public WeightAverage(int fromEpoch) {
    this.fromEpoch = fromEpoch;
  }

  /** Restores the mean returned by {@link #rounds} and {@link #blocks}. */
  public void restore(int number, List<byte[]> blocks) {
    rounds = number;
    mean = List.copyOf(blocks);
  }

  /**
   * Adds the parameters after a round.
   *
   * @param epoch the last one of the round
   * @return the parameters of the model: the mean, or before the first epoch that counts {@code
   *     parameters} unchanged
   */
  public List<byte[]> take(int epoch, List<byte[]> parameters) {
    if (fromEpoch == 0 || epoch < fromEpoch) {
      return parameters;
    }
    rounds++;
    mean = rounds == 1 ? parameters : moved(parameters);
    return mean;
  }

  /** Returns new blocks, as the old ones may be the best model. */
  private List<byte[]> moved(List<byte[]> parameters) {
    List<byte[]> blocks = new ArrayList<>();
    for (int block = 0; block < parameters.size(); block++) {
      float[] now = BlockBytes.floats(mean.get(block));
      RunningMean.add(now, BlockBytes.floats(parameters.get(block)), rounds);
      blocks.add(BlockBytes.of(now));
    }
    return blocks;
  }

  /** The number of rounds in the mean. */
  public int rounds() {
    return rounds;
  }

  /** Returns the blocks of the mean; none before the first round that counts. */
  public List<byte[]> blocks() {
    return mean;
  }
}
