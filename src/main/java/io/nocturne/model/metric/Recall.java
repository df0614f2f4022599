package io.nocturne.model.metric;

import io.nocturne.model.Popularity;

/**
 * Hits over min(k, |T|), so that 1 can be reached: Liang et al., "Variational Autoencoders for
 * Collaborative Filtering", WWW 2018.
 */
public final class Recall extends RankingMetric {
  private static final long serialVersionUID = 1L;

  /** Takes the cut-off, 1 or more. */
  public Recall(int cutoff) {
    super("recall", cutoff);
  }

  @Override
  public double of(Evidence user, Popularity popularity) {
    return (double) user.hits(cutoff()) / Math.min(cutoff(), user.targets().length);
  }
}
