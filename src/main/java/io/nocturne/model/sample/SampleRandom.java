package io.nocturne.model.sample;

import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import java.util.stream.LongStream;

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

  private final SplitMix64 source;

  private SampleRandom(long seed) {
    this.source = new SplitMix64(seed);
  }

  static SampleRandom of(long seed, Purpose purpose, long... keys) {
    LongStream path = LongStream.concat(LongStream.of(purpose.ordinal()), LongStream.of(keys));
    return new SampleRandom(Seeds.derive(seed, path.toArray()));
  }

  /** Uniform over [0, 1). */
  double uniform() {
    return source.nextDouble();
  }

  /** Uniform over 0 .. bound - 1. */
  int below(int bound) {
    return source.nextInt(bound);
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

  /** Normal with mean 0 and deviation 1. */
  double gaussian() {
    return source.nextGaussian();
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
}
