package io.nocturne.nn.optim;

/**
 * A learning rate that changes linearly from one value to another over a number of examples, then
 * stays constant. It counts examples, not steps, so that it does not depend on batch or workers.
 *
 * @param from before the first example, more than 0
 * @param to from {@code examples} on, more than 0
 */
public record LearningRate(double from, double to, long examples) implements Rate {
  /** The same rate at all times. */
  public static LearningRate constant(double rate) {
    return new LearningRate(rate, rate, 0);
  }

  @Override
  public double at(long seen) {
    return seen >= examples ? to : from + (to - from) * ((double) seen / examples);
  }
}
