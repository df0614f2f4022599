package io.nocturne.spark.serve;

import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Applies a model to every user of the log and to every item: the best items for each, and the
 * codes where the model has any.
 */
public final class Materialization {
  private final TableStore tables;
  private final BroadcastModel model;
  private final float itemWeight;
  private final String madeFrom;
  private final SparkSession spark;

  /**
   * @param scale the ratings that there can be, where the model predicts ratings
   * @param madeFrom the content hash of the model
   */
  public Materialization(
      SparkSession spark,
      TableStore tables,
      BroadcastModel model,
      RatingScale scale,
      String madeFrom) {
    this.spark = spark;
    this.tables = tables;
    this.model = model;
    // the highest rating: a user who gave an item 1 star does not want similar ones
    this.itemWeight = model.predictsRatings() ? (float) scale.most() : 1;
    this.madeFrom = madeFrom;
  }

  /** Writes the table recommendations: at most {@code n} items a user, none of them seen. */
  public TableInfo recommend(int n) {
    Broadcast<Object[]> itemIds = ItemIds.broadcast(spark, tables);
    try {
      ListRows lists = new ListRows(model, false, n, itemIds);
      return ofUsers(
          "recommendations", Schemas.recommendations(userId(), ItemIds.type(tables)), lists);
    } finally {
      itemIds.destroy();
    }
  }

  /**
   * Writes the table similar_items: for each item what would be recommended to a user who has met
   * this item alone, with weight 1 or, where weights are ratings, with the highest one; or the
   * similarity that the model computes between items ({@link
   * io.nocturne.model.Recommender#similarity}).
   */
  public TableInfo similar(int n) {
    Broadcast<Object[]> itemIds = ItemIds.broadcast(spark, tables);
    try {
      ListRows lists = new ListRows(model, true, n, itemIds);
      return ofItems("similar_items", Schemas.similarItems(ItemIds.type(tables)), lists);
    } finally {
      itemIds.destroy();
    }
  }

  /** Whether the model has codes. */
  public boolean hasCodes() {
    return model.encoder().isPresent();
  }

  /** Writes the table user_codes: the code of each user's history. */
  public TableInfo encodeUsers() {
    return ofUsers("user_codes", Schemas.userCodes(userId()), new CodeRows(model));
  }

  /**
   * Writes the table item_codes: the code of a history with this item alone, weighted as in {@link
   * #similar}.
   */
  public TableInfo encodeItems() {
    return ofItems("item_codes", Schemas.itemCodes(ItemIds.type(tables)), new CodeRows(model));
  }

  private TableInfo ofUsers(
      String table, StructType schema, FlatMapFunction<Iterator<Subject>, Row> toRows) {
    long users = tables.info("histories").rows();
    Dataset<Row> histories = Blocks.of(tables.read("histories"), "row", users);
    return write(table, schema, histories.javaRDD().map(Subject::user), users, toRows);
  }

  private TableInfo ofItems(
      String table, StructType schema, FlatMapFunction<Iterator<Subject>, Row> toRows) {
    long items = model.items();
    Dataset<Row> catalogue = tables.read("items").select("item_index", "item_id");
    Dataset<Row> blocks = Blocks.of(catalogue, "item_index", items);
    float weight = itemWeight; // else the task would have this object with it
    JavaRDD<Subject> subjects = blocks.javaRDD().map(row -> Subject.item(row, weight));
    return write(table, schema, subjects, items, toRows);
  }

  private TableInfo write(
      String table,
      StructType schema,
      JavaRDD<Subject> subjects,
      long count,
      FlatMapFunction<Iterator<Subject>, Row> toRows) {
    JavaRDD<Row> rows = subjects.mapPartitions(toRows);
    Dataset<Row> keyed = spark.createDataFrame(rows, schema.add("_key", "int", false));
    return tables.write(table, keyed, schema, "_key", count, madeFrom);
  }

  private DataType userId() {
    return tables.info("histories").schema().apply("user_id").dataType();
  }
}
