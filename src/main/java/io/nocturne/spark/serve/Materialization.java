package io.nocturne.spark.serve;

import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Applies a model to users and to every item: the best items for each, and the codes where the
 * model has any. Without the tables of {@link ServedUsers} and {@link AllowedItems}, users are all
 * of the log, and all items of the catalogue may be recommended.
 */
public final class Materialization {
  private final TableStore tables;
  private final BroadcastModel model;
  private final float itemWeight;
  private final ListSettings lists;
  private final String madeFrom;
  private final SparkSession spark;

  /**
   * @param scale the ratings that there can be, where the model predicts ratings
   * @param lists how lists are written
   * @param madeFrom the stamp of the tables
   */
  public Materialization(
      SparkSession spark,
      TableStore tables,
      BroadcastModel model,
      RatingScale scale,
      ListSettings lists,
      String madeFrom) {
    this.spark = spark;
    this.tables = tables;
    this.model = model;
    // the highest rating: a user who gave an item 1 star does not want similar ones
    this.itemWeight = model.predictsRatings() ? (float) scale.most() : 1;
    this.lists = lists;
    this.madeFrom = madeFrom;
  }

  /**
   * Writes the table recommendations: at most {@code n} items for each of the {@link ServedUsers},
   * all of them {@link AllowedItems}, none of them seen or blocked.
   */
  public TableInfo recommend(int n) {
    BroadcastModel applied = model; // else the task would have this object with it
    Broadcast<Object[]> itemIds = ItemIds.broadcast(spark, tables);
    Broadcast<int[]> never =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(AllowedItems.never(tables, model.items()));
    try {
      return ofUsers(
          listTable(
              "recommendations", lists.form().recommendations(userId(), ItemIds.type(tables)), n),
          new ListRows(
              () -> applied.ranker(n, never.value()), lists.minScore(), lists.form(), itemIds));
    } finally {
      itemIds.destroy();
      never.destroy();
    }
  }

  /**
   * Writes the table similar_items: for each item what would be recommended to a user who has met
   * this item alone, with weight 1 or, where weights are ratings, with the highest one; or the
   * similarity that the model computes between items ({@link
   * io.nocturne.model.Recommender#similarity}).
   */
  public TableInfo similar(int n) {
    BroadcastModel applied = model; // else the task would have this object with it
    Broadcast<Object[]> itemIds = ItemIds.broadcast(spark, tables);
    try {
      return ofItems(
          listTable("similar_items", lists.form().similarItems(ItemIds.type(tables)), n),
          new ListRows(
              () -> applied.similarityRanker(n), Float.NEGATIVE_INFINITY, lists.form(), itemIds));
    } finally {
      itemIds.destroy();
    }
  }

  /** Whether the model has codes. */
  public boolean hasCodes() {
    return model.encoder().isPresent();
  }

  /** Writes the table user_codes: the code of each history of the {@link ServedUsers}. */
  public TableInfo encodeUsers() {
    return ofUsers(table("user_codes", Schemas.userCodes(userId())), new CodeRows(model));
  }

  /**
   * Writes the table item_codes: the code of a history with this item alone, weighted as in {@link
   * #similar}.
   */
  public TableInfo encodeItems() {
    return ofItems(
        table("item_codes", Schemas.itemCodes(ItemIds.type(tables))), new CodeRows(model));
  }

  /**
   * A table to write.
   *
   * @param thenBy the columns by which the rows of one subject are sorted
   */
  private record Target(TableStore store, String table, StructType schema, String... thenBy) {
    TableInfo write(Dataset<Row> keyed, long count, String madeFrom) {
      return store.write(table, keyed, schema, "_key", count, madeFrom, thenBy);
    }
  }

  private Target table(String table, StructType schema) {
    return new Target(tables, table, schema);
  }

  private Target listTable(String table, StructType schema, int longest) {
    int listsPerFile = lists.form().listsPerFile(lists.rowsPerFile(), longest);
    return new Target(
        new TableStore(spark, tables.folder(), listsPerFile), table, schema, lists.form().order());
  }

  private TableInfo ofUsers(Target target, FlatMapFunction<Iterator<Subject>, Row> toRows) {
    String table = ServedUsers.table(tables);
    long users = tables.info(table).rows();
    Dataset<Row> histories = Blocks.of(tables.read(table), "row", users);
    return write(target, histories.javaRDD().map(Subject::user), users, toRows);
  }

  private TableInfo ofItems(Target target, FlatMapFunction<Iterator<Subject>, Row> toRows) {
    long items = model.items();
    Dataset<Row> catalogue = tables.read("items").select("item_index", "item_id");
    Dataset<Row> blocks = Blocks.of(catalogue, "item_index", items);
    float weight = itemWeight; // else the task would have this object with it
    JavaRDD<Subject> subjects = blocks.javaRDD().map(row -> Subject.item(row, weight));
    return write(target, subjects, items, toRows);
  }

  private TableInfo write(
      Target target,
      JavaRDD<Subject> subjects,
      long count,
      FlatMapFunction<Iterator<Subject>, Row> toRows) {
    JavaRDD<Row> rows = subjects.mapPartitions(toRows);
    StructType keyed = target.schema().add("_key", "int", false);
    return target.write(spark.createDataFrame(rows, keyed), count, madeFrom);
  }

  private DataType userId() {
    return tables.info("histories").schema().apply("user_id").dataType();
  }
}
