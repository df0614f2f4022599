package io.nocturne.model.metric;

import io.nocturne.model.Popularity;
import java.util.OptionalDouble;

/**
 * A metric of one user's ranked list; the figure is the mean over the users who have at least one
 * target.
 *
 * <p>In the definitions {@code T} is the set of a user's held-out targets and {@code k} the
 * cut-off. A hit is an item among the first k that is in T; gains are binary. A list may be shorter
 * than k, where the user has fewer items left to recommend: it has no hits past its end.
 */
public abstract class RankingMetric extends RatioMetric {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final int cutoff;

  /**
   * A metric with a name such as {@code ndcg@100}.
   *
   * @param stem the name without its cut-off
   * @throws IllegalArgumentException if the cut-off is below 1
   */
  protected RankingMetric(String stem, int cutoff) {
    this.name = Metrics.name(stem, cutoff);
    this.cutoff = cutoff;
  }

  /** The value of one user, who has a list. */
  public abstract double of(Evidence user, Popularity popularity);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int cutoff() {
    return cutoff;
  }

  @Override
  public final OptionalDouble ofUser(Evidence user, Popularity popularity) {
    return user.hasList() ? OptionalDouble.of(of(user, popularity)) : OptionalDouble.empty();
  }

  @Override
  protected final void addTo(RatioSum sum, Evidence user, Popularity popularity) {
    if (user.hasList()) {
      sum.add(user.user(), of(user, popularity), 1);
    }
  }
}
