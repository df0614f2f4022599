package io.nocturne.model.metric;

import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;

/**
 * How often a bootstrap replicate counts a user: Poisson(1) draws from a hash of (seed, user,
 * replicate) and from nothing else, so that they do not depend on where or in which order the users
 * are seen.
 */
final class PoissonWeights {

  /**
   * {@code 2^32 P(W <= w)} for w = 0, 1, ...; {@code P(W > 12)} is below 2^-32, so a 32-bit draw
   * ends there.
   */
  private static final long[] THRESHOLDS = thresholds(13);

  private static final int TABLE_BITS = 12;

  private static final byte UNDECIDED = -1;

  /** The weight by a draw's leading bits; all but a dozen entries decide without a search. */
  private static final byte[] TABLE = table();

  private PoissonWeights() {}

  /**
   * Fills in one user's weights, replicate by replicate.
   *
   * @param weights [replicates], an even number, as one hash makes two 32-bit draws
   */
  static void fill(long seed, long user, double[] weights) {
    SplitMix64 draws = new SplitMix64(Seeds.derive(seed, user));
    for (int r = 0; r < weights.length; r += 2) {
      long bits = draws.nextLong();
      weights[r] = weight(bits >>> 32);
      weights[r + 1] = weight(bits & 0xFFFFFFFFL);
    }
  }

  /** Inverts the distribution function; {@code draw} is uniform over 0 .. 2^32 - 1. */
  static int weight(long draw) {
    byte weight = TABLE[(int) (draw >>> (32 - TABLE_BITS))];
    return weight == UNDECIDED ? search(draw) : weight;
  }

  private static int search(long draw) {
    int weight = 0;
    while (weight < THRESHOLDS.length && draw >= THRESHOLDS[weight]) {
      weight++;
    }
    return weight;
  }

  private static long[] thresholds(int count) {
    long[] thresholds = new long[count];
    double probability = StrictMath.exp(-1);
    double cumulative = 0;
    for (int w = 0; w < count; w++) {
      cumulative += probability;
      thresholds[w] = Math.round(cumulative * 0x1p32);
      probability /= w + 1;
    }
    return thresholds;
  }

  private static byte[] table() {
    byte[] table = new byte[1 << TABLE_BITS];
    long width = 1L << (32 - TABLE_BITS);
    for (int i = 0; i < table.length; i++) {
      int first = search(i * width);
      table[i] = first == search((i + 1) * width - 1) ? (byte) first : UNDECIDED;
    }
    return table;
  }
}
