package io.nocturne.nn;

import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;

/** The random draws of a {@link Worker} in an epoch, derived in the same way. */
public final class EpochDraws {
  private final long seed;
  private final int[] order;

  /** The draws of a single worker. */
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

  /** The order of the histories. */
  public int[] order() {
    return order;
  }

  /** The seed of the mask and the candidates. */
  long batchSeed(int batch) {
    return Seeds.derive(seed, batch, 1);
  }

  /** The seed of the noise of codes. */
  long noiseSeed(int batch) {
    return Seeds.derive(seed, batch, 0);
  }
}
