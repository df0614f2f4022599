package io.nocturne.spark.train.rows;

import io.nocturne.spark.Rows;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/** A numbered history. (Not a record, because Spark's Kryo cannot serialize records.) */
public final class TrainingRow implements Serializable {
  private static final long serialVersionUID = 1;

  /** The columns of a table that have it. */
  static final String[] COLUMNS = {"row", "items", "weights"};

  private final int row;
  private final int[] items;
  private final float[] weights;

  /**
   * @param row its number
   * @param items distinct
   * @param weights the weight of each
   */
  public TrainingRow(int row, int[] items, float[] weights) {
    this.row = row;
    this.items = items;
    this.weights = weights;
  }

  /**
   * @param row with the {@link #COLUMNS}
   */
  static TrainingRow of(Object[] row) {
    return new TrainingRow((int) row[0], (int[]) row[1], (float[]) row[2]);
  }

  /**
   * @param row with the {@link #COLUMNS}
   */
  static TrainingRow of(Row row) {
    return new TrainingRow(row.getInt(0), Rows.ints(row, "items"), Rows.floats(row, "weights"));
  }

  /** Its number, from 0 on. */
  public int row() {
    return row;
  }

  /** The items; not to be written to. */
  public int[] items() {
    return items;
  }

  /** The weight of each; not to be written to. */
  public float[] weights() {
    return weights;
  }
}
