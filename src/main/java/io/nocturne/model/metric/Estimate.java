package io.nocturne.model.metric;

import java.io.Serializable;
import java.util.Arrays;

/** A mean over users and its 95 % interval, in the unit of the metric. */
public final class Estimate implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final double LEVEL = 0.95;

  private final double value;
  private final double lower;
  private final double upper;

  private Estimate(double value, double lower, double upper) {
    this.value = value;
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * The percentile interval of Efron 1979.
   *
   * @param value the mean of the users themselves
   * @param replicates the replicates' means, in any order; none gives an interval of no width
   */
  static Estimate percentile(double value, double[] replicates) {
    if (replicates.length == 0) {
      return new Estimate(value, value, value);
    }
    double[] sorted = replicates.clone();
    Arrays.sort(sorted);
    double tail = (1 - LEVEL) / 2;
    return new Estimate(value, quantile(sorted, tail), quantile(sorted, 1 - tail));
  }

  /** Linear between neighbours: type 7 of Hyndman and Fan, The American Statistician 1996. */
  private static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** The mean of the users themselves, not of the replicates. */
  public double value() {
    return value;
  }

  /** The lower end of the interval. */
  public double lower() {
    return lower;
  }

  /** The upper end of the interval. */
  public double upper() {
    return upper;
  }

  @Override
  public String toString() {
    return value + " [" + lower + ", " + upper + "]";
  }
}
