package io.nocturne.model.metric;

import io.nocturne.model.Popularity;

/**
 * An example of a custom metric: the mean popularity of the items of a list, lower is better. To
 * register it, {@link Metrics} would get one more line.
 */
public final class AveragePopularity extends RankingMetric {
  private static final long serialVersionUID = 1L;

  /** A metric with a cut-off of 1 or more. */
  public AveragePopularity(int cutoff) {
    super("average-popularity", cutoff);
  }

  @Override
  public boolean lowerIsBetter() {
    return true;
  }

  @Override
  public double of(Evidence user, Popularity popularity) {
    int depth = user.depth(cutoff());
    double sum = 0;
    for (int place = 0; place < depth; place++) {
      sum += popularity.of(user.list()[place]);
    }
    return sum / depth;
  }
}
