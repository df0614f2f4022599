package io.nocturne.spark;

import java.util.List;
import org.apache.spark.sql.Row;

/** Reads the arrays of a row of a table. */
public final class Rows {
  private Rows() {}

  /** Returns the value of a column of type array of int. */
  public static int[] ints(Row row, String column) {
    List<Integer> list = row.getList(row.fieldIndex(column));
    int[] values = new int[list.size()];
    int k = 0;
    for (int value : list) {
      values[k++] = value;
    }
    return values;
  }

  /** Returns the value of a column of type array of float. */
  public static float[] floats(Row row, String column) {
    List<Float> list = row.getList(row.fieldIndex(column));
    float[] values = new float[list.size()];
    int k = 0;
    for (float value : list) {
      values[k++] = value;
    }
    return values;
  }

  /** Returns the value of a column of type array of long. */
  public static long[] longs(Row row, String column) {
    List<Long> list = row.getList(row.fieldIndex(column));
    long[] values = new long[list.size()];
    int k = 0;
    for (long value : list) {
      values[k++] = value;
    }
    return values;
  }
}
