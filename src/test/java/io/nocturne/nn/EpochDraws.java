package io.nocturne.nn;

import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;

/** What a {@link Worker} draws in an epoch, derived as it does. */
public final class EpochDraws {
  private final long seed;
  private final int[] order;

  /** Of the only worker. */
  public EpochDraws(long trainingSeed, int epoch, int rows) {
    this(trainingSeed, 0, epoch, rows);
  }

  EpochDraws(long trainingSeed, int worker, int epoch, int rows) {
    seed = Seeds.derive(trainingSeed, worker * (1L << 32) + epoch);
    SplitMix64 random = new SplitMix64(Seeds.derive(seed, -1));
    order = new int[rows];
    for (int r = 0; r < rows; r++) {
      int other = random.nextInt(r + 1);
      order[r] = order[other];
      order[other] = r;
    }
  }

  /** The histories in the order in which they are trained on. */
  public int[] order() {
    return order;
  }

  /** Of mask and candidates. */
  long batchSeed(int batch) {
    return Seeds.derive(seed, batch, 1);
  }

  /** Of the noise of codes. */
  long noiseSeed(int batch) {
    return Seeds.derive(seed, batch, 0);
  }
}
