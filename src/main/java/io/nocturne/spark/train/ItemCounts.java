package io.nocturne.spark.train;

import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.spark.Rows;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/**
 * How many training users have each item: what the popularity baseline knows, and what the biases
 * of logistic outputs start from.
 */
public final class ItemCounts {
  /** Weights up to 1 in fixed point, so that the order in which they are added changes nothing. */
  private static final int FRACTION_BITS = 30;

  private ItemCounts() {}

  /** The counts, [items]; counts above 2^24 lose their last digits. */
  public static float[] of(JavaRDD<Row> training, int items) {
    return sums(training, items, false, 1);
  }

  /** The counts of the items, and the sums of their weights. */
  static ItemFrequencies frequencies(Shards shards) {
    JavaRDD<Row> rows = shards.rows().javaRDD();
    float[] counts = of(rows, shards.items());
    boolean binary = shards.leastWeight() == 1 && shards.mostWeight() == 1;
    // weights above 1 have no log-odds, and no loss that starts from those takes them
    boolean summed = !binary && shards.leastWeight() >= 0 && shards.mostWeight() <= 1;
    float[] weights =
        summed ? sums(rows, shards.items(), true, 1.0 / (1L << FRACTION_BITS)) : counts;
    return new ItemFrequencies(counts, weights, shards.users());
  }

  private static float[] sums(JavaRDD<Row> training, int items, boolean weighted, double unit) {
    long[] sums =
        training.mapPartitions(rows -> sum(rows, items, weighted)).treeReduce(ItemCounts::add);
    float[] floats = new float[items];
    for (int item = 0; item < items; item++) {
      floats[item] = (float) (sums[item] * unit);
    }
    return floats;
  }

  private static Iterator<long[]> sum(Iterator<Row> rows, int items, boolean weighted) {
    long[] sums = new long[items];
    while (rows.hasNext()) {
      Row row = rows.next();
      int[] of = Rows.ints(row, "items");
      float[] weights = weighted ? Rows.floats(row, "weights") : null;
      for (int k = 0; k < of.length; k++) {
        sums[of[k]] += weighted ? Math.round(Math.scalb((double) weights[k], FRACTION_BITS)) : 1;
      }
    }
    return List.of(sums).iterator();
  }

  private static long[] add(long[] a, long[] b) {
    for (int k = 0; k < a.length; k++) {
      a[k] += b[k];
    }
    return a;
  }
}
