package io.nocturne.spark.serve;

import java.io.Serializable;

/** One user's list and its metrics, and the errors of the ratings that were predicted. */
final class MeasuredUser implements Serializable {
  private static final long serialVersionUID = 1;

  private final int row;
  private final Object userId;
  private final int[] ranked;
  private final double[] values;
  private final double[] errors;

  /**
   * @param ranked the user's list, best first; null where none was wanted or nothing can be found
   * @param values a value for each per-user metric; null likewise
   * @param errors the sums of {@link io.nocturne.model.metric.RatingErrors}; null where no metric
   *     looks at ratings
   */
  MeasuredUser(int row, Object userId, int[] ranked, double[] values, double[] errors) {
    this.row = row;
    this.userId = userId;
    this.ranked = ranked;
    this.values = values;
    this.errors = errors;
  }

  boolean isRanked() {
    return ranked != null;
  }

  int row() {
    return row;
  }

  Object userId() {
    return userId;
  }

  int[] ranked() {
    return ranked;
  }

  double[] values() {
    return values;
  }

  double[] errors() {
    return errors;
  }
}
