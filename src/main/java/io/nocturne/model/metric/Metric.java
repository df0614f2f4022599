package io.nocturne.model.metric;

import io.nocturne.model.Popularity;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A figure of how well a model serves held-out users. It declares what it needs of each user (a
 * list, predicted ratings), and makes the sums that users are added to. All else that knows metrics
 * asks them: which is better, whether there is a value for each user, whether a training can be
 * stopped by it.
 *
 * <p>Metrics have no state and are sent to the executors, also by Kryo: plain fields, no records.
 * {@link Metrics} has their names.
 */
public interface Metric extends Serializable {
  /** The name, such as {@code recall@20} or {@code rmse}. */
  String name();

  /** How many items from the top of a user's list it uses; 0 if it uses no list. */
  default int cutoff() {
    return 0;
  }

  /** Whether it uses predicted ratings, which not every model has. */
  default boolean needsRatings() {
    return false;
  }

  /** Whether a lower value is the better one, as of an error. */
  default boolean lowerIsBetter() {
    return false;
  }

  /** Whether a value is worse than another. */
  default boolean isWorse(double value, double other) {
    return lowerIsBetter() ? value > other : value < other;
  }

  /** The value of one user; empty if the metric is not defined for a single user. */
  default OptionalDouble ofUser(Evidence user, Popularity popularity) {
    return OptionalDouble.empty();
  }

  /**
   * The metric as a ratio of two sums over users, which gives it an interval, and by which a
   * training can be stopped; empty if the metric is about all lists together.
   */
  default Optional<RatioMetric> ratio() {
    return Optional.empty();
  }

  /**
   * An empty sum, for the users of one block.
   *
   * @param popularity of the items that lists are made of
   * @param bootstrap shared by all sums of the block, so that each user is drawn for once
   */
  MetricSum sum(Popularity popularity, PoissonBootstrap bootstrap);
}
