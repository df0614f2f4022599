package io.nocturne.model.metric;

import java.io.Serializable;
import java.util.Arrays;

/** A figure over users, in the unit of the metric, with a 95 % interval if it has one. */
public final class Estimate implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final double LEVEL = 0.95;

  private final double value;
  private final boolean hasInterval;
  private final double lower;
  private final double upper;

  private Estimate(double value, boolean hasInterval, double lower, double upper) {
    this.value = value;
    this.hasInterval = hasInterval;
    this.lower = lower;
    this.upper = upper;
  }

  /** A value without an interval. */
  static Estimate exact(double value) {
    return new Estimate(value, false, value, value);
  }

  /**
   * The percentile interval of Efron 1979.
   *
   * @param value the mean of the users themselves
   * @param replicates the replicates' means, in any order; none gives an interval of no width
   */
  static Estimate percentile(double value, double[] replicates) {
    if (replicates.length == 0) {
      return new Estimate(value, true, value, value);
    }
    double[] sorted = replicates.clone();
    Arrays.sort(sorted);
    double tail = (1 - LEVEL) / 2;
    return new Estimate(value, true, quantile(sorted, tail), quantile(sorted, 1 - tail));
  }

  /** Linear between neighbours: type 7 of Hyndman and Fan, The American Statistician 1996. */
  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** The figure of the users themselves, not of the replicates. */
  public double value() {
    return value;
  }

  /** Whether there is an interval. */
  public boolean hasInterval() {
    return hasInterval;
  }

  /** The lower end of the interval; without one, the value. */
  public double lower() {
    return lower;
  }

  /** The upper end of the interval; without one, the value. */
  public double upper() {
    return upper;
  }

  @Override
  public String toString() {
    return hasInterval ? value + " [" + lower + ", " + upper + "]" : Double.toString(value);
  }
}
