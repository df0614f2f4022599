package io.nocturne.model.metric;

import io.nocturne.model.Popularity;

/**
 * 1 when at least one of the first k is a hit, 0 otherwise: Deshpande and Karypis, "Item-Based
 * Top-N Recommendation Algorithms", TOIS 2004; against the whole catalogue, never against sampled
 * negatives.
 */
public final class HitRate extends RankingMetric {
  private static final long serialVersionUID = 1L;

  /** Takes the cut-off, 1 or more. */
  public HitRate(int cutoff) {
    super("hit-rate", cutoff);
  }

  @Override
  public double of(Evidence user, Popularity popularity) {
    return user.hits(cutoff()) > 0 ? 1 : 0;
  }
}
