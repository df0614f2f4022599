package io.nocturne.spark.serve;

import io.nocturne.model.GeneratedHistories;
import io.nocturne.model.HistoryLengths;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Draws new histories from a variational model, on the executors. */
public final class Generation {
  /** Users that are decoded together: the cut is the same on any cluster. */
  private static final int TOGETHER = 64;

  private final SparkSession spark;
  private final TableStore run;
  private final BroadcastModel model;

  /**
   * @param run the tables of the run that the model is of
   * @param model a variational one
   */
  public Generation(SparkSession spark, TableStore run, BroadcastModel model) {
    this.spark = spark;
    this.run = run;
    this.model = model;
  }

  /**
   * The table whose histories have the lengths: what the model was trained on or, of a published
   * run, which has no such table any more, the histories of its users.
   */
  public static String ofLengths(TableStore run) {
    return run.has("training") ? "training" : "vectors";
  }

  /**
   * Writes a row for each generated user.
   *
   * @param folder where the table is written
   * @param users how many, 1 or more
   * @param madeFrom the content hash of what they are drawn from
   */
  public TableInfo write(TableStore folder, String table, int users, long seed, String madeFrom) {
    HistoryLengths lengths = lengths();
    Broadcast<Object[]> itemIds = ItemIds.broadcast(spark, run);
    try {
      BroadcastModel sent = model;
      List<Integer> batches = new ArrayList<>();
      for (int first = 0; first < users; first += TOGETHER) {
        batches.add(first);
      }
      JavaRDD<Row> rows =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(batches)
              .flatMap(
                  first ->
                      rows(
                          new GeneratedHistories(sent.generator().orElseThrow(), lengths, seed),
                          first,
                          Math.min(TOGETHER, users - first),
                          itemIds.value()));
      StructType schema = Schemas.generated(ItemIds.type(run));
      Dataset<Row> keyed = spark.createDataFrame(rows, schema.add("_key", "int", false));
      return folder.write(table, keyed, schema, "_key", users, madeFrom);
    } finally {
      itemIds.destroy();
    }
  }

  private HistoryLengths lengths() {
    List<Row> counts =
        run.read(ofLengths(run))
            .selectExpr("size(items) length")
            .groupBy("length")
            .count()
            .orderBy("length")
            .collectAsList();
    return new HistoryLengths(
        counts.stream().mapToInt(row -> row.getInt(0)).toArray(),
        counts.stream().mapToInt(row -> Math.toIntExact(row.getLong(1))).toArray());
  }

  private static Iterator<Row> rows(
      GeneratedHistories histories, int first, int users, Object[] itemIds) {
    List<Row> rows = new ArrayList<>();
    for (int[] items : histories.draw(first, users)) {
      int user = first + rows.size();
      Object[] ids = Arrays.stream(items).mapToObj(item -> itemIds[item]).toArray();
      rows.add(RowFactory.create((long) user, ids, user));
    }
    return rows.iterator();
  }
}
