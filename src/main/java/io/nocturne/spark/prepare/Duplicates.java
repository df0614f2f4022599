package io.nocturne.spark.prepare;

import java.util.List;

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

  /**
   * The merged rating.
   *
   * @param ratings one or more, sorted by time and then by rating, so that a sum always adds in one
   *     order
   */
  double merge(List<Double> ratings) {
    return switch (this) {
      case LAST -> ratings.get(ratings.size() - 1);
      case MAX -> ratings.stream().mapToDouble(r -> r).max().orElseThrow();
      case SUM -> {
        double sum = 0;
        for (double rating : ratings) {
          sum += rating;
        }
        yield sum;
      }
      case COUNT -> ratings.size();
    };
  }
}
