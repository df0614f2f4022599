package io.nocturne.spark.serve;

import io.nocturne.model.History;
import java.io.Serializable;
import java.util.Arrays;

/** A row of the evaluation table: a user with what is folded in and what is held out. */
final class HeldOutUser implements Serializable {
  private static final long serialVersionUID = 1;

  /** The columns that are read of a row. */
  static final String[] COLUMNS = {
    "row",
    "part",
    "user_id",
    "items",
    "weights",
    "times",
    "trained_row",
    "held_out",
    "held_out_weights",
    "unknown_weights"
  };

  private final int row;
  private final Object userId;
  private final History foldIn;
  private final int[] targets;
  private final float[] ratings;

  /** The part of a row with the {@link #COLUMNS}. */
  static String part(Object[] row) {
    return (String) row[1];
  }

  /**
   * @param row with the {@link #COLUMNS}
   */
  HeldOutUser(Object[] row) {
    this.row = (int) row[0];
    this.userId = row[2];
    this.foldIn =
        new History((int[]) row[3], (float[]) row[4], (long[]) row[5]).ownedBy((int) row[6]);
    this.targets = (int[]) row[7];
    this.ratings = join((float[]) row[8], (float[]) row[9]);
  }

  private static float[] join(float[] first, float[] second) {
    float[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  int row() {
    return row;
  }

  Object userId() {
    return userId;
  }

  History foldIn() {
    return foldIn;
  }

  /** Held-out items, ascending. */
  int[] targets() {
    return targets;
  }

  /** The ratings of the held-out items, then those of items outside the catalogue. */
  float[] ratings() {
    return ratings;
  }

  /** Whether there is anything for a list to find. */
  boolean isRanked() {
    return targets.length > 0;
  }
}
