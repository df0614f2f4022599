package io.nocturne.model.metric;

import io.nocturne.model.Popularity;
import java.util.Arrays;

/**
 * The sums of a {@link RatioMetric}, of the users and of each replicate of a bootstrap. The
 * interval is that of the ratio estimator, whose replicates are ratios of the replicates' sums:
 * Efron's percentile interval.
 *
 * <p>To compare two models, sum the difference of their values: the interval is then a paired one.
 */
public final class RatioSum implements MetricSum {
  private static final long serialVersionUID = 1L;

  private final RatioMetric metric;

  /** Null where no interval is wanted. */
  private final PoissonBootstrap bootstrap;

  private final double[] numerators;
  private final double[] denominators;
  private double numerator;
  private double denominator;
  private long users;

  /** Sums without replicates, for figures without an interval. */
  public RatioSum(RatioMetric metric) {
    this(metric, null, 0);
  }

  RatioSum(RatioMetric metric, PoissonBootstrap bootstrap) {
    this(metric, bootstrap, bootstrap.width());
  }

  private RatioSum(RatioMetric metric, PoissonBootstrap bootstrap, int width) {
    this.metric = metric;
    this.bootstrap = bootstrap;
    this.numerators = new double[width];
    this.denominators = new double[width];
  }

  @Override
  public void add(Evidence user, Popularity popularity) {
    metric.addTo(this, user, popularity);
  }

  /**
   * Adds what a user contributes to both sums; each user once.
   *
   * @param below 0 or more
   */
  public void add(int user, double above, double below) {
    numerator += above;
    denominator += below;
    users++;
    if (bootstrap != null) {
      double[] weights = bootstrap.weights(user);
      addScaled(numerators, weights, above);
      addScaled(denominators, weights, below);
    }
  }

  @Override
  public void merge(MetricSum next) {
    RatioSum other = (RatioSum) next;
    if (!other.metric.name().equals(metric.name()) || !drawsAs(other)) {
      throw new IllegalArgumentException(
          "Cannot merge %s into %s: another metric, seed or number of replicates"
              .formatted(other.metric.name(), metric.name()));
    }
    numerator += other.numerator;
    denominator += other.denominator;
    users += other.users;
    addScaled(numerators, other.numerators, 1);
    addScaled(denominators, other.denominators, 1);
  }

  private boolean drawsAs(RatioSum other) {
    return bootstrap == null || other.bootstrap == null
        ? bootstrap == other.bootstrap
        : bootstrap.drawsAs(other.bootstrap);
  }

  /** The upper sum. */
  public double numerator() {
    return numerator;
  }

  /** The lower sum. */
  public double denominator() {
    return denominator;
  }

  @Override
  public long users() {
    return users;
  }

  @Override
  public Estimate estimate() {
    if (!(denominator > 0)) {
      throw new IllegalStateException(
          "Invalid sum of denominators: " + denominator + " (expected more than 0)");
    }
    double value = metric.figure(numerator / denominator);
    return bootstrap == null
        ? Estimate.exact(value)
        : Estimate.percentile(value, figures(bootstrap.replicates()));
  }

  /** The figure of each replicate; none for a replicate without any user. */
  private double[] figures(int replicates) {
    double[] figures = new double[replicates];
    int known = 0;
    for (int r = 0; r < replicates; r++) {
      if (denominators[r] > 0) {
        figures[known++] = metric.figure(numerators[r] / denominators[r]);
      }
    }
    return Arrays.copyOf(figures, known);
  }

  /** A loop this plain is compiled to vector instructions, element by element, so exactly. */
  private static void addScaled(double[] sum, double[] x, double scale) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += scale * x[i];
    }
  }
}
