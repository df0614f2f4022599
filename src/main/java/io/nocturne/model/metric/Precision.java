package io.nocturne.model.metric;

import io.nocturne.model.Popularity;

/**
 * Hits over k, also where the list is shorter than k: Herlocker et al., "Evaluating Collaborative
 * Filtering Recommender Systems", TOIS 2004, with the cut-off as the length of the list.
 */
public final class Precision extends RankingMetric {
  private static final long serialVersionUID = 1L;

  /** Takes the cut-off, 1 or more. */
  public Precision(int cutoff) {
    super("precision", cutoff);
  }

  @Override
  public double of(Evidence user, Popularity popularity) {
    return (double) user.hits(cutoff()) / cutoff();
  }
}
