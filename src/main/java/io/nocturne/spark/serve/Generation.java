package io.nocturne.spark.serve;

import io.nocturne.math.NormalDistribution;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.model.Encoder;
import io.nocturne.model.GeneratedHistories;
import io.nocturne.model.HistoryLengths;
import io.nocturne.spark.Rows;
import io.nocturne.spark.store.OrderedRows;
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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Draws new histories from a variational model, on the executors. */
public final class Generation {
  /** The number of users decoded together, the same on any cluster. */
  private static final int TOGETHER = 64;

  /**
   * The greatest number of histories whose codes a distribution is fitted to; of more, an evenly
   * spaced sample.
   */
  private static final int MOST_FITTED = 10_000;

  private final SparkSession spark;
  private final TableStore run;
  private final BroadcastModel model;

  /**
   * @param run the tables of the model's run
   * @param model a variational model
   */
  public Generation(SparkSession spark, TableStore run, BroadcastModel model) {
    this.spark = spark;
    this.run = run;
    this.model = model;
  }

  /**
   * Returns the table from which lengths of histories are drawn: the training rows or, for a
   * published run, which no longer has them, the histories of its users.
   */
  public static String ofLengths(TableStore run) {
    return run.has("training") ? "training" : "vectors";
  }

  /**
   * Writes a row for each generated user.
   *
   * @param folder the folder of the table
   * @param codes the distribution that codes are drawn from
   * @param users the number of users, 1 or more
   * @param madeFrom the content hash of the input
   */
  public TableInfo write(
      TableStore folder,
      String table,
      NormalDistribution codes,
      int users,
      long seed,
      String madeFrom) {
    HistoryLengths lengths = lengths();
    Broadcast<Object[]> itemIds = ItemIds.broadcast(spark, run);
    try {
      BroadcastModel sent = model;
      List<Integer> batches = new ArrayList<>();
      for (int first = 0; first < users; first += TOGETHER) {
        batches.add(first);
      }
      JavaRDD<Object[]> rows =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(batches)
              .flatMap(
                  first ->
                      rows(
                          new GeneratedHistories(
                              sent.generator().orElseThrow(), codes, lengths, seed),
                          first,
                          Math.min(TOGETHER, users - first),
                          itemIds.value()))
              .persist(StorageLevel.MEMORY_AND_DISK_SER());
      StructType schema = Schemas.generated(ItemIds.type(run));
      try {
        return folder.write(table, OrderedRows.counted(rows), schema, madeFrom);
      } finally {
        rows.unpersist();
      }
    } finally {
      itemIds.destroy();
    }
  }

  /** The prior of the model. */
  public NormalDistribution prior() {
    return NormalDistribution.standard(model.encoder().orElseThrow().codeWidth());
  }

  /**
   * Returns the normal distribution with the mean and covariance of the codes of the histories.
   * Where the KL term is weak, codes do not follow the prior, and the decoder was not trained on
   * codes from it (Ghosh, Sajjadi, Vergari, Black and Schoelkopf, "From variational to
   * deterministic autoencoders", ICLR 2020, section 4, fit a density after training, too).
   */
  public NormalDistribution fitted() {
    String table = ofLengths(run);
    String row = table.equals("training") ? "row" : "user_index";
    long every = Math.max(1, (run.info(table).rows() + MOST_FITTED - 1) / MOST_FITTED);
    List<Row> rows =
        run.read(table)
            .where("size(items) > 0 and %s %% %d = 0".formatted(row, every))
            .orderBy(row)
            .select("items", "weights")
            .collectAsList();
    Encoder encoder = model.encoder().orElseThrow();
    int width = encoder.codeWidth();
    float[] codes = new float[rows.size() * width];
    for (int first = 0; first < rows.size(); first += TOGETHER) {
      List<Row> batch = rows.subList(first, Math.min(rows.size(), first + TOGETHER));
      float[] some = new float[batch.size() * width];
      encoder.encode(histories(batch), some);
      System.arraycopy(some, 0, codes, first * width, some.length);
    }
    return NormalDistribution.of(codes, rows.size(), width);
  }

  private SparseRows histories(List<Row> rows) {
    SparseRowsBuilder histories = SparseRows.builder(model.items());
    rows.forEach(row -> histories.add(Rows.ints(row, "items"), Rows.floats(row, "weights")));
    return histories.build();
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

  private static Iterator<Object[]> rows(
      GeneratedHistories histories, int first, int users, Object[] itemIds) {
    List<Object[]> rows = new ArrayList<>();
    for (int[] items : histories.draw(first, users)) {
      int user = first + rows.size();
      Object[] ids = Arrays.stream(items).mapToObj(item -> itemIds[item]).toArray();
      rows.add(new Object[] {(long) user, ids});
    }
    return rows.iterator();
  }
}
