package io.nocturne.spark.serve;

import static org.apache.spark.sql.functions.col;

import io.nocturne.model.History;
import io.nocturne.model.RankedList;
import io.nocturne.model.Ranker;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.Rows;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Applies a model: a top-N list for every user of the log, and for every item the similar ones. */
public final class Materialization {
  private final TableStore tables;
  private final BroadcastModel model;
  private final String madeFrom;
  private final SparkSession spark;

  /**
   * @param madeFrom the content hash of the model
   */
  public Materialization(
      SparkSession spark, TableStore tables, BroadcastModel model, String madeFrom) {
    this.spark = spark;
    this.tables = tables;
    this.model = model;
    this.madeFrom = madeFrom;
  }

  /** Writes the table recommendations: at most {@code n} items a user, none of them seen. */
  public TableInfo recommend(int n) {
    TableInfo histories = tables.info("histories");
    StructType schema =
        Schemas.recommendations(histories.schema().apply("user_id").dataType(), itemId());
    Object[] ids = itemIds();
    Broadcast<Object[]> itemIds = sparkContext().broadcast(ids);
    BroadcastModel served = model;
    try {
      JavaRDD<Row> lists =
          Blocks.of(tables.read("histories"), "row", histories.rows())
              .javaRDD()
              .mapPartitions(
                  users -> {
                    Ranker ranker = served.ranker(n);
                    return new Batches<Row, Row>(
                        users, ranker.batch(), batch -> recommend(batch, ranker, itemIds.value()));
                  });
      Dataset<Row> table = spark.createDataFrame(lists, schema.add("row", "int", false));
      return tables.write("recommendations", table, schema, "row", histories.rows(), madeFrom);
    } finally {
      itemIds.destroy();
    }
  }

  private static List<Row> recommend(List<Row> users, Ranker ranker, Object[] itemIds) {
    List<History> histories = users.stream().map(Rows::history).toList();
    List<int[]> seen = users.stream().map(user -> Rows.ints(user, "seen")).toList();
    Iterator<RankedList> lists = ranker.rank(histories, seen).iterator();
    List<Row> rows = new ArrayList<>();
    for (int u = 0; u < users.size(); u++) {
      Row user = users.get(u);
      String tier = Tier.of(histories.get(u), user.getBoolean(user.fieldIndex("trained"))).label();
      rows.add(
          RowFactory.create(
              user.get(user.fieldIndex("user_id")),
              scored(lists.next(), itemIds),
              tier,
              user.getInt(user.fieldIndex("row"))));
    }
    return rows;
  }

  /**
   * Writes the table similar_items: for each item what would be recommended to a user who has met
   * this item alone.
   */
  public TableInfo similar(int n) {
    StructType schema = Schemas.similarItems(itemId());
    int items = model.items();
    Broadcast<Object[]> itemIds = sparkContext().broadcast(itemIds());
    BroadcastModel served = model;
    try {
      Dataset<Row> numbers = tables.read("items").select("item_index");
      JavaRDD<Row> lists =
          Blocks.of(numbers, "item_index", items)
              .javaRDD()
              .mapPartitions(
                  block -> {
                    Ranker ranker = served.ranker(n);
                    return new Batches<Row, Row>(
                        block, ranker.batch(), batch -> similar(batch, ranker, itemIds.value()));
                  });
      Dataset<Row> table = spark.createDataFrame(lists, schema.add("_index", "int", false));
      return tables.write("similar_items", table, schema, "_index", items, madeFrom);
    } finally {
      itemIds.destroy();
    }
  }

  private static List<Row> similar(List<Row> items, Ranker ranker, Object[] itemIds) {
    List<int[]> alone = items.stream().map(row -> new int[] {row.getInt(0)}).toList();
    List<History> histories =
        alone.stream().map(item -> new History(item, new float[] {1f}, new long[1])).toList();
    List<RankedList> lists = ranker.rank(histories, alone);
    return IntStream.range(0, items.size())
        .mapToObj(
            k ->
                RowFactory.create(
                    itemIds[alone.get(k)[0]], scored(lists.get(k), itemIds), alone.get(k)[0]))
        .toList();
  }

  private static Row[] scored(RankedList list, Object[] itemIds) {
    Row[] rows = new Row[list.size()];
    for (int rank = 0; rank < rows.length; rank++) {
      rows[rank] = RowFactory.create(itemIds[list.items()[rank]], list.scores()[rank]);
    }
    return rows;
  }

  private Object[] itemIds() {
    return tables
        .read("items")
        .select("item_index", "item_id")
        .orderBy(col("item_index"))
        .collectAsList()
        .stream()
        .map(row -> row.get(1))
        .toArray();
  }

  private DataType itemId() {
    return tables.info("items").schema().apply("item_id").dataType();
  }

  private JavaSparkContext sparkContext() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }
}
