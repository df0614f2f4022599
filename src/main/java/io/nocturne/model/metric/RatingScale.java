package io.nocturne.model.metric;

import java.io.Serializable;

/**
 * The range of ratings, and the prediction for users or items of which nothing is known. (Not a
 * record, because Spark's Kryo cannot serialize records.)
 */
public final class RatingScale implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double least;
  private final double most;
  private final double unknown;

  /**
   * A scale from the lowest to the highest rating.
   *
   * @param least the lowest rating
   * @param most the highest, above the lowest
   * @param unknown what is predicted for an unknown user or item; need not lie on the scale
   * @throws IllegalArgumentException if the highest is not above the lowest
   */
  public RatingScale(double least, double most, double unknown) {
    if (!(least < most)) {
      throw new IllegalArgumentException(
          "Invalid rating scale: %s to %s (expected the lowest rating, then a higher one)"
              .formatted(least, most));
    }
    this.least = least;
    this.most = most;
    this.unknown = unknown;
  }

  /** The lowest rating. */
  public double least() {
    return least;
  }

  /** The highest rating. */
  public double most() {
    return most;
  }

  /** The prediction where nothing is known. */
  public double unknown() {
    return unknown;
  }

  /** A predicted rating, clipped to the scale. */
  public double clip(double predicted) {
    return Math.max(least, Math.min(most, predicted));
  }

  /** Whether a rating lies on the scale, ends included: those as floats, as ratings are kept. */
  public boolean holds(float rating) {
    return (float) least <= rating && rating <= (float) most;
  }
}
