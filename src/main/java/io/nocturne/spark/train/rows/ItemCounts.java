package io.nocturne.spark.train.rows;

import io.nocturne.model.ItemTotals;
import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.spark.Rows;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/**
 * Counts the training users who have each item: the scores of the popularity baseline, and the
 * start of the biases of logistic outputs.
 */
public final class ItemCounts {
  private ItemCounts() {}

  /** Returns the counts, [items]; counts above 2^24 lose their last digits. */
  public static float[] of(TrainingRows training) {
    return totals(training.inBlocks().javaRDD(), training.items()).counts();
  }

  /** Returns the counts of the items, and the sums of their weights. */
  public static ItemFrequencies frequencies(Shards shards) {
    return totals(shards.rows().javaRDD(), shards.items()).frequencies(shards.users());
  }

  private static ItemTotals totals(JavaRDD<Row> training, int items) {
    return training.mapPartitions(rows -> sum(rows, items)).treeReduce(ItemTotals::addAll);
  }

  private static Iterator<ItemTotals> sum(Iterator<Row> rows, int items) {
    ItemTotals totals = new ItemTotals(items);
    while (rows.hasNext()) {
      Row row = rows.next();
      int[] of = Rows.ints(row, "items");
      float[] weights = Rows.floats(row, "weights");
      for (int k = 0; k < of.length; k++) {
        totals.add(of[k], weights[k]);
      }
    }
    return List.of(totals).iterator();
  }
}
