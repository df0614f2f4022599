package io.nocturne.model.sample;

import java.util.SplittableRandom;

/**
 * One independent stream of draws for each (seed, purpose, keys), so that no part of the sample
 * depends on whether another part was asked for. StrictMath, so that it is the same on every CPU.
 */
final class SampleRandom {

  /** What a stream is for; the ordinals are part of the sample's definition. */
  enum Purpose {
    ITEM,
    RANKS,
    TITLE,
    USER,
    TASTE,
    ACTIVE,
    SESSION,
    ROWS
  }

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final SplittableRandom source;

  private SampleRandom(long state) {
    this.source = new SplittableRandom(state);
  }

  static SampleRandom of(long seed, Purpose purpose, long... keys) {
    long state = mix(mix(seed + GOLDEN_GAMMA) + purpose.ordinal() + 1);
    for (long key : keys) {
      state = mix(state + (key + 1) * GOLDEN_GAMMA);
    }
    return new SampleRandom(state);
  }

  /** Uniform over [0, 1), from the upper 53 bits. */
  double uniform() {
    return (source.nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform over 0 .. bound - 1. */
  int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** One of the values. */
  @SafeVarargs
  final <T> T pick(T... values) {
    return values[below(values.length)];
  }

  /** Exponential with mean 1. */
  double exponential() {
    return -StrictMath.log(1 - uniform());
  }

  /** Normal with mean 0 and deviation 1, by Box and Muller's method. */
  double gaussian() {
    return StrictMath.sqrt(2 * exponential()) * StrictMath.cos(2 * StrictMath.PI * uniform());
  }

  /** Poisson, by counting exponential gaps; the time it takes grows with the mean. */
  int poisson(double mean) {
    int count = 0;
    for (double at = exponential(); at < mean; at += exponential()) {
      count++;
    }
    return count;
  }

  /** A position, with a probability proportional to its weight. */
  int weighted(double... weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double left = uniform() * sum;
    int position = 0;
    while (position < weights.length - 1 && left >= weights[position]) {
      left -= weights[position++];
    }
    return position;
  }

  /**
   * The finaliser of SplitMix64: Steele, Lea and Flood, OOPSLA 2014, after Stafford's variant 13.
   */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
