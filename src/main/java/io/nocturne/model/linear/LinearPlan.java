package io.nocturne.model.linear;

import io.nocturne.math.Sgemm;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.linear.SymmetricFloats;
import io.nocturne.model.TrainingData;

/**
 * What an exact solution needs, before any of it is allocated: memory on the driver for the half of
 * the matrix, on executors for a strip a core, and the time of n^3 operations.
 *
 * @param items n
 * @param threads of the driver
 */
public record LinearPlan(int items, int threads) {
  private static final double GIB = 1L << 30;
  private static final int STRIP = SymmetricTiles.TILE_SIZE;

  /** Strips that arrive together, by the default of spark.driver.maxResultSize; more if smaller. */
  private static final int ARRIVING = 4;

  private static final int REPEATS = 8;

  /** The share of the speed of single products that the whole inverse reaches. */
  private static final double EFFICIENCY = .8;

  /** For these rows. */
  public static LinearPlan of(TrainingData data) {
    return new LinearPlan(data.items(), data.threads());
  }

  /**
   * The bytes on the driver: the tiles; and, one after the other, strips of sums that arrive
   * together, each also as it was sent, or are summed and sent on its own threads; and the model as
   * it is sent to be stored.
   */
  public long bytes() {
    long tiles = SymmetricFloats.bytes(items);
    return tiles + Math.max(tiles, (3L * threads + 2L * ARRIVING) * strip());
  }

  /** The bytes of a strip of sums. */
  private long strip() {
    return (long) Math.min(items, STRIP) * items * Double.BYTES;
  }

  /** Whether it fits, with a tenth of the memory left. */
  public boolean fits(TrainingData data) {
    return bytes() <= .9 * data.memory();
  }

  /**
   * Says what will be done.
   *
   * @param otherwise what is done where it does not fit
   */
  public void announce(TrainingData data, String otherwise) {
    data.progress()
        .accept(
            "plan: %,d x %,d inverse in single precision: %.2f GiB on the driver, which has %.2f, and %.2f GiB on each core of an executor; %s; %s"
                .formatted(
                    items,
                    items,
                    bytes() / GIB,
                    data.memory() / GIB,
                    strip() / GIB,
                    seconds(),
                    fits(data) ? "exact" : otherwise));
  }

  private String seconds() {
    if (items < 4 * STRIP) {
      return "less than a second";
    }
    double seconds = Math.pow(items, 3) / (speed() * threads * EFFICIENCY);
    return seconds < 1
        ? "less than a second"
        : "about %,.0f s on %d thread(s)".formatted(seconds, threads);
  }

  /** Operations per second of products of tiles on one thread, measured in some milliseconds. */
  private double speed() {
    int tile = SymmetricFloats.tileSize(items);
    float[] a = new float[tile * tile];
    float[] c = new float[tile * tile];
    Sgemm sgemm = Sgemm.get();
    double best = 0;
    for (int k = 0; k < REPEATS; k++) {
      long start = System.nanoTime();
      sgemm.multiply(false, true, tile, tile, tile, 1, a, 0, tile, a, 0, tile, 1, c, 0, tile);
      best = Math.max(best, 2.0 * tile * tile * tile / (System.nanoTime() - start) * 1e9);
    }
    return best;
  }
}
