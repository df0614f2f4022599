package io.nocturne.spark.train.rows;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.struct;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Transposes training rows: for each item its users, in their order. */
public final class ItemRows {
  private ItemRows() {}

  /**
   * Turns rows of users into rows of items; items without users have no row.
   *
   * @param training a table with the columns row, items and weights
   * @return a table with the same columns: the item's index, the users' rows, ascending, and the
   *     weights
   */
  public static Dataset<Row> of(Dataset<Row> training) {
    return training
        .select(col("row"), explode(arrays_zip(col("items"), col("weights"))).as("entry"))
        .groupBy(col("entry.items").as("item"))
        .agg(array_sort(collect_list(struct(col("row"), col("entry.weights")))).as("entries"))
        .select(
            col("item").as("row"),
            col("entries.row").as("items"),
            col("entries.weights").as("weights"));
  }
}
