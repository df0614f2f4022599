package io.nocturne.spark.serve;

import static org.apache.spark.sql.functions.col;

import io.nocturne.spark.store.TableStore;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;

/** The ids of the items of a run by their indices. */
final class ItemIds {
  private ItemIds() {}

  /** Sends the ids to the executors; the caller destroys the broadcast. */
  static Broadcast<Object[]> broadcast(SparkSession spark, TableStore tables) {
    Object[] ids =
        tables
            .read("items")
            .select("item_index", "item_id")
            .orderBy(col("item_index"))
            .collectAsList()
            .stream()
            .map(row -> row.get(1))
            .toArray();
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(ids);
  }

  /** The type of the ids. */
  static DataType type(TableStore tables) {
    return tables.info("items").schema().apply("item_id").dataType();
  }
}
