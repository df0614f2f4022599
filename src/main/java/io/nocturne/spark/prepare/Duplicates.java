package io.nocturne.spark.prepare;

/** What a user's repeated rows about one item become. */
public enum Duplicates {
  /** The newest rating; on equal times, or without times, the highest. */
  LAST,
  /** The highest rating. */
  MAX,
  /** The sum of the ratings. */
  SUM,
  /** The number of rows. */
  COUNT;

  /** The rating that the first row becomes. */
  double first(double rating) {
    return this == COUNT ? 1 : rating;
  }

  /**
   * The merged rating with one row more.
   *
   * @param merged that of the rows before; they come sorted by time and then by rating, so that a
   *     sum always adds in one order
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
