package io.nocturne.model.metric;

import io.nocturne.model.Popularity;

/**
 * Average precision: the sum, over the ranks r of the hits, of the precision of the first r,
 * divided by min(k, |T|). Buckley and Voorhees, "Evaluating Evaluation Measure Stability", SIGIR
 * 2000, truncated at k as in RecBole (Zhao et al., CIKM 2021).
 */
public final class AveragePrecision extends RankingMetric {
  private static final long serialVersionUID = 1L;

  /** Takes the cut-off, 1 or more. */
  public AveragePrecision(int cutoff) {
    super("map", cutoff);
  }

  @Override
  public double of(Evidence user, Popularity popularity) {
    int depth = user.depth(cutoff());
    int hits = 0;
    double sum = 0;
    for (int place = 0; place < depth; place++) {
      if (user.isHit(place)) {
        hits++;
        sum += (double) hits / (place + 1);
      }
    }
    return sum / Math.min(cutoff(), user.targets().length);
  }
}
