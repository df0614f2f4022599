package io.nocturne.spark.serve;

import io.nocturne.model.History;
import io.nocturne.spark.Rows;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.Row;

/** A row of the evaluation table: a user with what is folded in and what is held out. */
final class HeldOutUser implements Serializable {
  private static final long serialVersionUID = 1;

  private final int row;
  private final Object userId;
  private final History foldIn;
  private final int[] targets;
  private final float[] ratings;

  HeldOutUser(Row row) {
    this.row = row.getInt(row.fieldIndex("row"));
    this.userId = row.get(row.fieldIndex("user_id"));
    this.foldIn = Rows.history(row);
    this.targets = Rows.ints(row, "held_out");
    this.ratings = join(Rows.floats(row, "held_out_weights"), Rows.floats(row, "unknown_weights"));
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
