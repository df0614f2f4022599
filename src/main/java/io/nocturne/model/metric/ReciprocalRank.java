package io.nocturne.model.metric;

import io.nocturne.model.Popularity;

/**
 * One over the rank of the first hit, 0 when the first k hold none: Voorhees, "The TREC-8 Question
 * Answering Track Report", 1999.
 */
public final class ReciprocalRank extends RankingMetric {
  private static final long serialVersionUID = 1L;

  /** Takes the cut-off, 1 or more. */
  public ReciprocalRank(int cutoff) {
    super("mrr", cutoff);
  }

  @Override
  public double of(Evidence user, Popularity popularity) {
    int depth = user.depth(cutoff());
    for (int place = 0; place < depth; place++) {
      if (user.isHit(place)) {
        return 1.0 / (place + 1);
      }
    }
    return 0;
  }
}
