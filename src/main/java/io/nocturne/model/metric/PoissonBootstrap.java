package io.nocturne.model.metric;

import java.io.Serializable;

/**
 * How often each replicate of a bootstrap counts each user, Poisson(1) times: Chamandy,
 * Muralidharan, Najmi and Naidu, "Estimating Uncertainty for Massive Data Streams", Google 2012.
 *
 * <p>The counts are a hash of (seed, user, replicate), so the users may be partitioned in any way.
 * They are drawn once per user, whatever the number of sums; an instance is for one task.
 */
public final class PoissonBootstrap implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long seed;
  private final int replicates;

  private transient double[] weights;
  private transient int drawn;

  /**
   * A bootstrap.
   *
   * @param seed the same for all parts that will be merged
   * @param replicates how many replicates, 1 or more; 1000 are enough for the 2.5 % and 97.5 %
   *     points, and intervals then vary by a few percent of their width
   * @throws IllegalArgumentException if replicates is below 1
   */
  public PoissonBootstrap(long seed, int replicates) {
    if (replicates < 1) {
      throw new IllegalArgumentException(
          "Invalid replicates: " + replicates + " (expected 1 or more)");
    }
    this.seed = seed;
    this.replicates = replicates;
  }

  /** The number of replicates. */
  int replicates() {
    return replicates;
  }

  /** The length of {@link #weights}: one more than the replicates where these are odd. */
  int width() {
    return replicates + replicates % 2;
  }

  /** How often each replicate counts a user, [width]; valid until the next user is asked for. */
  double[] weights(int user) {
    if (weights == null || drawn != user) {
      weights = weights == null ? new double[width()] : weights;
      PoissonWeights.fill(seed, user, weights);
      drawn = user;
    }
    return weights;
  }

  /** Whether another one draws the same. */
  boolean drawsAs(PoissonBootstrap other) {
    return other.seed == seed && other.replicates == replicates;
  }
}
