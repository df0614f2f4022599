package io.nocturne.model.metric;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Means over users with 95 % percentile intervals, for several metrics at once, in one pass and in
 * parts that can be merged. Each replicate counts each user Poisson(1) times: Chamandy,
 * Muralidharan, Najmi and Naidu, "Estimating Uncertainty for Massive Data Streams", Google 2012;
 * Efron's percentile interval.
 *
 * <p>The counts are a hash of (seed, user key, replicate), so the users may be partitioned in any
 * way; only the last bits of the sums depend on the order of merging, which is to be a fixed one.
 * To compare two models, add the difference of their values as a metric of its own: the interval is
 * then a paired one. Memory is replicates x (metrics + 1) doubles.
 */
public final class PoissonBootstrap implements Serializable {

  /**
   * Enough for the 2.5 % and 97.5 % points; intervals then vary by a few percent of their width.
   */
  public static final int DEFAULT_REPLICATES = 1000;

  private static final long serialVersionUID = 1L;

  private final long seed;
  private final int replicates;

  /** [metrics + 1][replicates], rounded up to even; the last row sums the weights themselves. */
  private final double[][] sums;

  private final double[] totals;
  private long users;
  private transient double[] weights;

  /** No users yet, {@link #DEFAULT_REPLICATES} replicates. */
  public PoissonBootstrap(long seed, int metrics) {
    this(seed, metrics, DEFAULT_REPLICATES);
  }

  /**
   * No users yet.
   *
   * @param seed the same for all parts that will be merged
   * @param metrics how many values each user has, 1 or more
   * @param replicates how many bootstrap replicates, 1 or more
   * @throws IllegalArgumentException if metrics or replicates is below 1
   */
  public PoissonBootstrap(long seed, int metrics, int replicates) {
    if (metrics < 1) {
      throw new IllegalArgumentException("Invalid metrics: " + metrics + " (expected 1 or more)");
    }
    if (replicates < 1) {
      throw new IllegalArgumentException(
          "Invalid replicates: " + replicates + " (expected 1 or more)");
    }
    this.seed = seed;
    this.replicates = replicates;
    this.sums = new double[metrics + 1][replicates + replicates % 2];
    this.totals = new double[metrics];
  }

  /**
   * Adds one user.
   *
   * @param userKey the user's own number, such as the user index; each user is added once
   * @param values [metrics], all finite
   * @throws IllegalArgumentException if there are more or fewer values than metrics
   */
  public void add(long userKey, double... values) {
    if (values.length != totals.length) {
      throw new IllegalArgumentException(
          "Invalid values: " + values.length + " (expected " + totals.length + ")");
    }
    if (weights == null) {
      weights = new double[sums[0].length];
    }
    PoissonWeights.fill(seed, userKey, weights);
    for (int m = 0; m < values.length; m++) {
      totals[m] += values[m];
      addScaled(sums[m], weights, values[m]);
    }
    addScaled(sums[values.length], weights, 1);
    users++;
  }

  /**
   * Adds the users of another part.
   *
   * @throws IllegalArgumentException if its seed, metrics or replicates differ
   */
  public void merge(PoissonBootstrap other) {
    if (other.seed != seed
        || other.replicates != replicates
        || other.totals.length != totals.length) {
      throw new IllegalArgumentException(
          "Cannot merge bootstraps of different seeds, metrics or replicates");
    }
    addScaled(totals, other.totals, 1);
    for (int m = 0; m < sums.length; m++) {
      addScaled(sums[m], other.sums[m], 1);
    }
    users += other.users;
  }

  /** How many users were added. */
  public long users() {
    return users;
  }

  /**
   * The mean of one metric and its interval.
   *
   * @param metric the position among the values, from 0
   * @throws IllegalStateException if no user was added
   */
  public Estimate estimate(int metric) {
    if (users == 0) {
      throw new IllegalStateException("Invalid number of users: 0 (expected 1 or more)");
    }
    return Estimate.percentile(totals[metric] / users, means(metric));
  }

  /**
   * A figure of the ratio of two sums, such as of errors to their number, with its interval: the
   * ratio estimator, whose replicates are ratios of the replicates' own sums.
   *
   * @param numerator the position among the values, from 0
   * @param denominator likewise; of values that are 0 or more
   * @param figure what is made of each ratio, such as its root
   * @throws IllegalStateException if the denominators of the users add up to none
   */
  public Estimate ratio(int numerator, int denominator, DoubleUnaryOperator figure) {
    if (!(totals[denominator] > 0)) {
      throw new IllegalStateException(
          "Invalid sum of denominators: " + totals[denominator] + " (expected more than 0)");
    }
    double[] ratios = new double[replicates];
    int known = 0;
    for (int r = 0; r < replicates; r++) {
      if (sums[denominator][r] > 0) {
        ratios[known++] = figure.applyAsDouble(sums[numerator][r] / sums[denominator][r]);
      }
    }
    double value = figure.applyAsDouble(totals[numerator] / totals[denominator]);
    return Estimate.percentile(value, Arrays.copyOf(ratios, known));
  }

  /** The replicates' means; replicates that left out every user have none. */
  private double[] means(int metric) {
    double[] counts = sums[totals.length];
    double[] means = new double[replicates];
    int known = 0;
    for (int r = 0; r < replicates; r++) {
      if (counts[r] > 0) {
        means[known++] = sums[metric][r] / counts[r];
      }
    }
    return Arrays.copyOf(means, known);
  }

  /** A loop this plain is compiled to vector instructions, element by element, so exactly. */
  private static void addScaled(double[] sum, double[] x, double scale) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += scale * x[i];
    }
  }
}
