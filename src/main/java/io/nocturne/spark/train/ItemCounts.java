package io.nocturne.spark.train;

import io.nocturne.spark.Rows;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/** How many training users have each item: what the popularity baseline knows. */
public final class ItemCounts {
  private ItemCounts() {}

  /** The counts, [items]; counts above 2^24 lose their last digits. */
  public static float[] of(JavaRDD<Row> training, int items) {
    long[] counts = training.mapPartitions(rows -> count(rows, items)).treeReduce(ItemCounts::add);
    float[] floats = new float[items];
    for (int item = 0; item < items; item++) {
      floats[item] = counts[item];
    }
    return floats;
  }

  private static Iterator<long[]> count(Iterator<Row> rows, int items) {
    long[] counts = new long[items];
    while (rows.hasNext()) {
      for (int item : Rows.ints(rows.next(), "items")) {
        counts[item]++;
      }
    }
    return List.of(counts).iterator();
  }

  private static long[] add(long[] a, long[] b) {
    for (int k = 0; k < a.length; k++) {
      a[k] += b[k];
    }
    return a;
  }
}
