package io.nocturne.spark.serve;

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
    Object[] ids = tables.rows("items", "item_id").collect().stream().map(row -> row[0]).toArray();
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(ids);
  }

  /** The type of the ids. */
  static DataType type(TableStore tables) {
    return tables.info("items").schema().apply("item_id").dataType();
  }
}
