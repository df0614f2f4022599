package io.nocturne.nn.optim;

import java.io.Serializable;

/**
 * A factor on the learning rate that changes during training. It counts examples and not steps, in
 * epochs of all users, so it depends neither on the batch nor on the workers. First comes the
 * warm-up: a straight line from a tenth to 1. From its end on the shape counts.
 *
 * @param everyEpochs after how many epochs {@link Shape#STEP} and {@link Shape#EXPONENTIAL} have
 *     come down by the factor once, 1 or more
 * @param factor of these, more than 0 and at most 1
 * @param warmUpEpochs how many epochs the warm-up takes, 0 or more
 */
public record Schedule(Shape shape, int everyEpochs, double factor, double warmUpEpochs)
    implements Serializable {
  /** A constant rate. */
  public static final Schedule CONSTANT = new Schedule(Shape.CONSTANT, 10, .5, 0);

  private static final double WARM_UP_FROM = .1;

  /** The course of the rate after the warm-up. */
  public enum Shape {
    /** The rate is constant. */
    CONSTANT,
    /** The rate is multiplied by the factor each time {@code everyEpochs} epochs are over. */
    STEP,
    /** The rate decays as fast as in {@link #STEP}, but continuously. */
    EXPONENTIAL,
    /**
     * The rate falls to 0 at the end of all epochs, as half a cosine (Loshchilov and Hutter, "SGDR:
     * stochastic gradient descent with warm restarts", 2017, equation 5, without restarts).
     */
    COSINE
  }

  /** Checks that the numbers are in range. */
  public Schedule {
    if (everyEpochs < 1) {
      throw new IllegalArgumentException(
          "Invalid schedule.every-epochs: %d (expected 1 or more)".formatted(everyEpochs));
    }
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "Invalid schedule.factor: " + factor + " (expected more than 0, at most 1)");
    }
    if (!(warmUpEpochs >= 0) || Double.isInfinite(warmUpEpochs)) {
      throw new IllegalArgumentException(
          "Invalid schedule.warm-up-epochs: " + warmUpEpochs + " (expected a number, 0 or more)");
    }
  }

  /** The same with a warm-up of at most this many epochs. */
  Schedule warmedUpWithin(int epochs) {
    return new Schedule(shape, everyEpochs, factor, Math.min(warmUpEpochs, epochs));
  }

  /** Whether the rate never changes. */
  boolean isConstant() {
    return shape == Shape.CONSTANT && warmUpEpochs == 0;
  }

  /**
   * A rate that follows this schedule.
   *
   * @param rate without it
   * @param users how many examples an epoch has
   * @param epochs how many there are to be
   */
  public Rate of(Rate rate, long users, int epochs) {
    return isConstant() ? rate : seen -> rate.at(seen) * at((double) seen / users, epochs);
  }

  private double at(double epoch, int epochs) {
    if (epoch < warmUpEpochs) {
      return WARM_UP_FROM + (1 - WARM_UP_FROM) * epoch / warmUpEpochs;
    }
    double since = epoch - warmUpEpochs;
    // StrictMath: the same bits on every JVM
    return switch (shape) {
      case CONSTANT -> 1;
      case STEP -> StrictMath.pow(factor, StrictMath.floor(since / everyEpochs));
      case EXPONENTIAL -> StrictMath.pow(factor, since / everyEpochs);
      case COSINE -> .5 * (1 + StrictMath.cos(Math.PI * share(since, epochs - warmUpEpochs)));
    };
  }

  /** How much of its epochs is over; all, where the warm-up has taken them. */
  private static double share(double since, double epochs) {
    return since < epochs ? since / epochs : 1;
  }
}
