package io.nocturne.spark.serve;

import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.store.OrderedRows;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Applies a model to users and to every item: the best items for each, and the codes where the
 * model has any. Without the tables of {@link ServedUsers} and {@link AllowedItems}, users are all
 * of the log, and all items of the catalogue may be recommended.
 */
public final class Materialization {
  /** An entry of a list: its score and what is left of its id when compressed; the most seen. */
  private static final long BYTES_OF_ENTRY = 10;

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
   * all of them {@link AllowedItems}, none of them seen or blocked; ranked by the model's scores.
   */
  public TableInfo recommend(int n) {
    return recommend(n, Optional.empty());
  }

  /**
   * Writes the table recommendations, as {@link #recommend(int)}.
   *
   * @param codes the item codes, to rank by them; empty to rank by the model's scores
   */
  public TableInfo recommend(int n, Optional<BroadcastCodes> codes) {
    BroadcastModel applied = model; // else the task would have this object with it
    BroadcastCodes byCodes = codes.orElse(null);
    Broadcast<int[]> never =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .broadcast(AllowedItems.never(tables, model.items()));
    try {
      return writeLists(
          "recommendations",
          lists.form().recommendations(userId(), ItemIds.type(tables)),
          ScoredTogether.of(
                  users(),
                  Blocks.size(tables.info(ServedUsers.table(tables)).rows()),
                  byCodes == null ? model.together() : 0)
              .mapPartitions(
                  new ListMaker(
                      byCodes == null
                          ? () -> applied.ranker(n, never.value())
                          : () -> byCodes.ranker(n, never.value()),
                      lists.minScore())),
          n);
    } finally {
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
    return similar(n, Optional.empty());
  }

  /**
   * Writes the table similar_items, as {@link #similar(int)}.
   *
   * @param codes the item codes, to rank by them; empty to rank by the model
   */
  public TableInfo similar(int n, Optional<BroadcastCodes> codes) {
    BroadcastModel applied = model; // else the task would have this object with it
    BroadcastCodes byCodes = codes.orElse(null);
    return writeLists(
        "similar_items",
        lists.form().similarItems(ItemIds.type(tables)),
        ScoredTogether.of(
                items(), Blocks.size(model.items()), byCodes == null ? model.similarTogether() : 0)
            .mapPartitions(
                new ListMaker(
                    byCodes == null
                        ? () -> applied.similarityRanker(n)
                        : () -> byCodes.ranker(n, new int[0]),
                    Float.NEGATIVE_INFINITY)),
        n);
  }

  /** Whether the model has codes. */
  public boolean hasCodes() {
    return model.encoder().isPresent();
  }

  /** Writes the table user_codes: the code of each history of the {@link ServedUsers}. */
  public TableInfo encodeUsers() {
    JavaRDD<Object[]> codes = users().mapPartitions(new CodeRows(model));
    return write(tables, "user_codes", Schemas.userCodes(userId()), codes, OrderedRows::counted);
  }

  /**
   * Writes the table item_codes: the code of a history with this item alone, weighted as in {@link
   * #similar}.
   */
  public TableInfo encodeItems() {
    JavaRDD<Object[]> codes = items().mapPartitions(new CodeRows(model));
    StructType schema = Schemas.itemCodes(ItemIds.type(tables));
    return write(tables, "item_codes", schema, codes, OrderedRows::counted);
  }

  /** Whether the model consists of sparse item weights. */
  public boolean hasWeights() {
    return model.linear().isPresent();
  }

  /** Writes the table item_weights: what each item adds to the scores of others. */
  public TableInfo writeWeights() {
    Broadcast<Object[]> itemIds = ItemIds.broadcast(spark, tables);
    try {
      JavaRDD<Object[]> rows =
          tables
              .rows("items", Subject.ITEM)
              .inBlocks("item_index", Blocks.size(model.items()))
              .map(new WeightRows(model, itemIds));
      StructType schema = Schemas.itemWeights(ItemIds.type(tables));
      return tables.write("item_weights", OrderedRows.counted(rows), schema, madeFrom);
    } finally {
      itemIds.destroy();
    }
  }

  /**
   * About how many bytes the tables take.
   *
   * @param topN the maximum length of a user's list
   * @param similar the maximum number of similar items, 0 for no such table
   * @param withWeights whether item_weights is written
   */
  public long bytes(int topN, int similar, boolean withWeights) {
    long users = tables.info(ServedUsers.table(tables)).rows();
    long items = model.items();
    long entries = users * Math.min(topN, items) + items * Math.min(similar, items);
    long codes = model.encoder().map(encoder -> encoder.codeWidth()).orElse(0);
    long weights =
        withWeights ? model.linear().map(linear -> linear.weights().nonZeros()).orElse(0) : 0;
    return (entries + weights) * BYTES_OF_ENTRY + (users + items) * codes * Float.BYTES;
  }

  private JavaRDD<Subject> users() {
    String table = ServedUsers.table(tables);
    return tables
        .rows(table, Subject.USER)
        .inBlocks("row", Blocks.size(tables.info(table).rows()))
        .map(Subject::user);
  }

  private JavaRDD<Subject> items() {
    float weight = itemWeight; // else the task would have this object with it
    return tables
        .rows("items", Subject.ITEM)
        .inBlocks("item_index", Blocks.size(model.items()))
        .map(row -> Subject.item(row, weight));
  }

  /**
   * @param longest the maximum number of items in a list
   */
  private TableInfo writeLists(
      String table, StructType schema, JavaRDD<SubjectList> made, int longest) {
    ListForm form = lists.form(); // else the task would have this object with it
    Broadcast<Object[]> itemIds = ItemIds.broadcast(spark, tables);
    int listsPerFile = form.listsPerFile(lists.rowsPerFile(), Math.min(longest, model.items()));
    try {
      return write(
          new TableStore(spark, tables.folder(), listsPerFile),
          table,
          schema,
          made,
          kept -> OrderedRows.computed(kept, list -> form.rows(list, itemIds.value()).iterator()));
    } finally {
      itemIds.destroy();
    }
  }

  /** Computes all values, on all cores, and then writes their rows. */
  private <T> TableInfo write(
      TableStore store,
      String table,
      StructType schema,
      JavaRDD<T> values,
      Function<JavaRDD<T>, OrderedRows> toRows) {
    JavaRDD<T> kept = values.persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      return store.write(table, toRows.apply(kept), schema, madeFrom);
    } finally {
      kept.unpersist();
    }
  }

  private DataType userId() {
    return tables.info("histories").schema().apply("user_id").dataType();
  }
}
