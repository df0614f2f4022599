package io.nocturne.spark.train.rows;

import io.nocturne.model.ItemTotals;
import io.nocturne.nn.parameter.ItemFrequencies;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Counts the training users who have each item: the scores of the popularity baseline, and the
 * start of the biases of logistic outputs.
 */
public final class ItemCounts {
  private ItemCounts() {}

  /** Returns the counts, [items]; counts above 2^24 lose their last digits. */
  public static float[] of(TrainingRows training) {
    return totals(training.inBlocks(), training.items()).counts();
  }

  /** Returns the sum of the weights of each item, [items]. */
  public static float[] sums(TrainingRows training) {
    return totals(training.inBlocks(), training.items()).sums();
  }

  /** Returns the counts of the items, and the sums of their weights. */
  public static ItemFrequencies frequencies(Shards shards) {
    return totals(shards.rows(), shards.items()).frequencies(shards.users());
  }

  private static ItemTotals totals(JavaRDD<TrainingRow> training, int items) {
    return training.mapPartitions(rows -> sum(rows, items)).treeReduce(ItemTotals::addAll);
  }

  private static Iterator<ItemTotals> sum(Iterator<TrainingRow> rows, int items) {
    ItemTotals totals = new ItemTotals(items);
    while (rows.hasNext()) {
      TrainingRow row = rows.next();
      for (int k = 0; k < row.items().length; k++) {
        totals.add(row.items()[k], row.weights()[k]);
      }
    }
    return List.of(totals).iterator();
  }
}
