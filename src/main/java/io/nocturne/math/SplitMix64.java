package io.nocturne.math;

/**
 * The SplitMix64 generator: 64 bits of state, a period of 2^64, the same numbers on every JVM.
 *
 * <p>Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
 * with the constants of Vigna's splitmix64.c. Not thread-safe, not cryptographically secure.
 */
public final class SplitMix64 {
  /** The increment of the state: the odd integer closest to 2^64 over the golden ratio. */
  static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;
  private double spareGaussian = Double.NaN;

  /** A generator with the given seed; {@link Seeds} derives seeds. */
  public SplitMix64(long seed) {
    this.state = seed;
  }

  /** The next 64 random bits. */
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /**
   * An integer from 0 to {@code bound - 1}, each exactly as likely as the others (Lemire, "Fast
   * random integer generation in an interval", 2019, algorithm 5).
   *
   * @throws IllegalArgumentException if {@code bound} is less than 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("Invalid bound: " + bound + " (expected 1 or more)");
    }
    long product = (nextLong() >>> 32) * bound;
    long fraction = product & 0xffffffffL;
    if (fraction < bound) {
      long threshold = (1L << 32) % bound;
      while (fraction < threshold) {
        product = (nextLong() >>> 32) * bound;
        fraction = product & 0xffffffffL;
      }
    }
    return (int) (product >>> 32);
  }

  /** A number from 0 (inclusive) to 1 (exclusive), a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** A number from 0 (inclusive) to 1 (exclusive), a multiple of 2^-24. */
  public float nextFloat() {
    return (nextLong() >>> 40) * 0x1.0p-24f;
  }

  /**
   * A normally distributed number of mean 0 and variance 1, by Marsaglia's polar method; every
   * second call returns the second number of a pair. The logarithm is StrictMath's: the same bits
   * everywhere.
   */
  public double nextGaussian() {
    if (!Double.isNaN(spareGaussian)) {
      double spare = spareGaussian;
      spareGaussian = Double.NaN;
      return spare;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * nextDouble() - 1;
      y = 2 * nextDouble() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
    spareGaussian = y * scale;
    return x * scale;
  }

  /** A bijection of 64 bits; every bit of the result depends on every bit of the argument. */
  static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
