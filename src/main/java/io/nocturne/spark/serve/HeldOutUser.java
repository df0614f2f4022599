package io.nocturne.spark.serve;

import io.nocturne.model.History;
import io.nocturne.spark.Rows;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/** A row of the evaluation table: a user with what is folded in and what is held out. */
final class HeldOutUser implements Serializable {
  private static final long serialVersionUID = 1;

  private final int row;
  private final Object userId;
  private final History foldIn;
  private final int[] targets;

  HeldOutUser(Row row) {
    this.row = row.getInt(row.fieldIndex("row"));
    this.userId = row.get(row.fieldIndex("user_id"));
    this.foldIn = Rows.history(row);
    this.targets = Rows.ints(row, "held_out");
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
}
