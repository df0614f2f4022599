package io.nocturne.model.metric;

import io.nocturne.model.Popularity;

/**
 * An error of predicted ratings against held-out ones, in the unit of the ratings; lower is better.
 * It is one figure over all held-out ratings together, not a mean over users, as in the Netflix
 * Prize: Herlocker et al., "Evaluating Collaborative Filtering Recommender Systems", TOIS 2004;
 * Bennett and Lanning, "The Netflix Prize", KDD Cup 2007.
 */
public abstract class RatingMetric extends RatioMetric {
  private static final long serialVersionUID = 1L;

  /** What one rating adds to the sum of errors. */
  protected abstract double error(double difference);

  @Override
  public final boolean needsRatings() {
    return true;
  }

  @Override
  public final boolean lowerIsBetter() {
    return true;
  }

  @Override
  protected final void addTo(RatioSum sum, Evidence user, Popularity popularity) {
    if (!user.hasRatings()) {
      return;
    }
    double errors = 0;
    for (int k = 0; k < user.ratings().length; k++) {
      errors += error(user.predicted()[k] - user.ratings()[k]);
    }
    sum.add(user.user(), errors, user.ratings().length);
  }
}
