package io.nocturne.spark.serve;

import java.io.Serializable;

/** One user's list and its metrics. */
final class MeasuredUser implements Serializable {
  private static final long serialVersionUID = 1;

  private final int row;
  private final Object userId;
  private final int[] ranked;
  private final double[] values;

  /**
   * @param ranked the user's list, best first
   * @param values a value for each per-user metric
   */
  MeasuredUser(int row, Object userId, int[] ranked, double[] values) {
    this.row = row;
    this.userId = userId;
    this.ranked = ranked;
    this.values = values;
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
}
