package io.nocturne.model.metric;

import java.io.Serializable;

/**
 * RMSE and MAE of predicted against held-out ratings, over ratings and not over users. Herlocker et
 * al., "Evaluating Collaborative Filtering Recommender Systems", TOIS 2004.
 *
 * <p>Sums of doubles depend on the order of adding in their last bits: parts are to be merged in a
 * fixed order, such as that of their partitions.
 */
public final class RatingError implements Serializable {

  private static final long serialVersionUID = 1L;

  private double squared;
  private double absolute;
  private long count;

  /** Adds one held-out rating; both in the log's unit, such as stars. */
  public void add(double predicted, double actual) {
    double error = predicted - actual;
    squared += error * error;
    absolute += Math.abs(error);
    count++;
  }

  /** Adds the ratings of another part. */
  public void merge(RatingError other) {
    squared += other.squared;
    absolute += other.absolute;
    count += other.count;
  }

  /** How many ratings were added. */
  public long count() {
    return count;
  }

  /**
   * Root of the mean squared error, in the unit of the ratings.
   *
   * @throws IllegalStateException if no rating was added
   */
  public double rmse() {
    return Math.sqrt(squared / known());
  }

  /**
   * Mean absolute error, in the unit of the ratings.
   *
   * @throws IllegalStateException if no rating was added
   */
  public double mae() {
    return absolute / known();
  }

  private long known() {
    if (count == 0) {
      throw new IllegalStateException("Invalid number of ratings: 0 (expected 1 or more)");
    }
    return count;
  }
}
