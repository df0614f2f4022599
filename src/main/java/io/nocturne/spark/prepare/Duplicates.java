package io.nocturne.spark.prepare;

/** How a user's repeated rows about one item are merged. */
public enum Duplicates {
  /** The newest rating; on equal times, or without times, the highest. */
  LAST,
  /** The highest rating. */
  MAX,
  /** The sum of the ratings. */
  SUM,
  /** The number of rows. */
  COUNT;

  /** Returns the merged rating of one row. */
  double first(double rating) {
    return this == COUNT ? 1 : rating;
  }

  /**
   * Returns the merged rating with one more row.
   *
   * @param merged the merged rating of the previous rows; they come sorted by time and then by
   *     rating, so that a sum always adds in one order
   */
  double next(double merged, double rating) {
    return switch (this) {
      case LAST -> rating;
      case MAX -> Math.max(merged, rating);
      case SUM -> merged + rating;
      case COUNT -> merged + 1;
    };
  }
}
