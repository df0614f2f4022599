package io.nocturne.model.metric;

import io.nocturne.model.Popularity;

/**
 * A metric that Nocturne does not have, to show what one takes: the mean popularity of the items of
 * a list, of which less is better. Its name would be a line in {@link Metrics}.
 */
public final class AveragePopularity extends RankingMetric {
  private static final long serialVersionUID = 1L;

  /** Takes the cut-off, 1 or more. */
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
