package io.nocturne.model.metric;

import io.nocturne.model.Popularity;

/** Hits over |T|: the recall of He et al., "LightGCN", SIGIR 2020, and of its code. */
public final class RecallOfAll extends RankingMetric {
  private static final long serialVersionUID = 1L;

  /** Takes the cut-off, 1 or more. */
  public RecallOfAll(int cutoff) {
    super("recall-all", cutoff);
  }

  @Override
  public double of(Evidence user, Popularity popularity) {
    return (double) user.hits(cutoff()) / user.targets().length;
  }
}
