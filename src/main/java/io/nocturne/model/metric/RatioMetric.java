package io.nocturne.model.metric;

import io.nocturne.model.Popularity;
import java.util.Optional;

/**
 * A metric that is a ratio of two sums over users, such as of values to their number. As each
 * user's contribution is known, users can be resampled for an interval.
 */
public abstract class RatioMetric implements Metric {
  private static final long serialVersionUID = 1L;

  /** Adds the user's contributions to both sums, if the metric applies to the user. */
  protected abstract void addTo(RatioSum sum, Evidence user, Popularity popularity);

  /** The figure as a function of the ratio of the sums, such as its root. */
  public double figure(double ratio) {
    return ratio;
  }

  @Override
  public final Optional<RatioMetric> ratio() {
    return Optional.of(this);
  }

  @Override
  public final RatioSum sum(Popularity popularity, PoissonBootstrap bootstrap) {
    return new RatioSum(this, bootstrap);
  }

  @Override
  public final String toString() {
    return name();
  }
}
