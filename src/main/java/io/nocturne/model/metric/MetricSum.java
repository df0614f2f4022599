package io.nocturne.model.metric;

import io.nocturne.model.Popularity;
import java.io.Serializable;

/**
 * The sum of a metric over the users of one block. Users are added in order, and blocks are merged
 * in order, so that the last digits do not depend on the cluster.
 */
public interface MetricSum extends Serializable {
  /** Adds a user; without effect where the metric finds nothing in the evidence to look at. */
  void add(Evidence user, Popularity popularity);

  /**
   * Adds the users of the next block.
   *
   * @param next a sum of the same metric
   * @throws IllegalArgumentException if it was made for something else, such as another seed
   */
  void merge(MetricSum next);

  /** The number of users that the metric applies to. */
  long users();

  /**
   * The figure over all users.
   *
   * @throws IllegalStateException if no user has counted
   */
  Estimate estimate();
}
