package io.nocturne.spark.serve;

import io.nocturne.math.SparseRows;
import io.nocturne.model.LinearRecommender;
import java.util.Arrays;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Makes a row of the table item_weights of each item: what it adds to the scores of others. */
final class WeightRows implements Function<Object[], Object[]> {
  private static final long serialVersionUID = 1;

  private final BroadcastModel model;
  private final Broadcast<Object[]> itemIds;

  /**
   * @param model a model with sparse item weights
   */
  WeightRows(BroadcastModel model, Broadcast<Object[]> itemIds) {
    this.model = model;
    this.itemIds = itemIds;
  }

  /**
   * @param row with the columns of {@link Subject#ITEM}
   */
  @Override
  public Object[] call(Object[] row) {
    SparseRows weights = model.linear().map(LinearRecommender::weights).orElseThrow();
    int item = (int) row[0];
    return new Object[] {row[1], ids(weights.indices(item), itemIds.value()), weights.values(item)};
  }

  /** Ids that are numbers as an array of numbers, as tables have them. */
  private static Object ids(int[] items, Object[] ids) {
    if (ids[0] instanceof Long) {
      return Arrays.stream(items).mapToLong(item -> (long) ids[item]).toArray();
    }
    if (ids[0] instanceof Integer) {
      return Arrays.stream(items).map(item -> (int) ids[item]).toArray();
    }
    return Arrays.stream(items).mapToObj(item -> ids[item]).toArray();
  }
}
