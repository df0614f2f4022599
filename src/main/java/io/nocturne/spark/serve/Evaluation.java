package io.nocturne.spark.serve;

import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.RankingMetric;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures one model after another on the held-out users of one part. Items that a user folds in
 * are masked; the blocks of users are measured apart and merged in order, so that the figures are
 * the same bytes on any cluster.
 */
public final class Evaluation implements AutoCloseable {
  private final TableStore tables;
  private final MetricList metrics;
  private final long seed;
  private final int replicates;
  private final JavaRDD<HeldOutUser> users;
  private final long count;

  /**
   * Reads the users of a part; they are kept in memory until {@link #close}.
   *
   * @param part validation or test
   * @param replicates how many bootstrap samples the intervals are drawn from
   */
  public Evaluation(TableStore tables, String part, MetricList metrics, long seed, int replicates) {
    this.tables = tables;
    this.metrics = metrics;
    this.seed = seed;
    this.replicates = replicates;
    this.users = HeldOutUsers.of(tables, part, metrics).persist(StorageLevel.MEMORY_AND_DISK());
    this.count = users.count();
  }

  /** How many users there are, for any of the metrics. */
  public long users() {
    return count;
  }

  /**
   * The model's rows of the metrics table; none when nobody is held out. A model that predicts no
   * ratings has no row of their metrics.
   */
  public List<Row> measure(BroadcastModel model) {
    MetricList wanted = of(model);
    return count == 0 || !(wanted.hasLists() || wanted.hasRatings())
        ? List.of()
        : rows(HeldOutUsers.measure(users, model, wanted), model, wanted);
  }

  private MetricList of(BroadcastModel model) {
    return model.predictsRatings() ? metrics : metrics.withoutRatings();
  }

  /**
   * Likewise; and writes the metrics of each user as the table user_metrics.
   *
   * @param madeFrom the table's stamp
   */
  public List<Row> measureEach(BroadcastModel model, String madeFrom) {
    if (count == 0) {
      return List.of();
    }
    MetricList wanted = of(model);
    // kept, so that nobody is ranked for twice; serialized, as each has a list as long as the
    // deepest metric
    JavaRDD<MeasuredUser> measured =
        HeldOutUsers.measure(users, model, wanted).persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      List<Row> rows = rows(measured, model, wanted);
      writeUserMetrics(measured, madeFrom);
      return rows;
    } finally {
      measured.unpersist();
    }
  }

  private List<Row> rows(JavaRDD<MeasuredUser> measured, BroadcastModel model, MetricList wanted) {
    int items = model.items();
    long from = seed;
    int samples = replicates;
    List<MetricSums> blocks =
        measured
            .mapPartitions(
                block ->
                    List.of(new MetricSums(wanted, items, from, samples).add(block)).iterator())
            .collect();
    // collect() keeps the order of the partitions, and so do the sums
    return blocks.stream().reduce(MetricSums::merge).orElseThrow().rows(model.label());
  }

  private void writeUserMetrics(JavaRDD<MeasuredUser> measured, String madeFrom) {
    List<String> names = metrics.ranking().stream().map(RankingMetric::name).toList();
    StructType evaluated = tables.info("evaluation").schema();
    StructType schema = Schemas.userMetrics(evaluated.apply("user_id").dataType());
    StructType keyed = schema.add("_row", "int", false).add("_metric", "int", false);
    JavaRDD<Row> rows =
        measured.filter(MeasuredUser::isRanked).flatMap(user -> toRows(user, names).iterator());
    Dataset<Row> table = tables.read("evaluation").sparkSession().createDataFrame(rows, keyed);
    long keys = tables.info("evaluation").rows();
    tables.write("user_metrics", table, schema, "_row", keys, madeFrom, "_metric");
  }

  private static List<Row> toRows(MeasuredUser user, List<String> names) {
    List<Row> rows = new ArrayList<>();
    for (int m = 0; m < names.size(); m++) {
      rows.add(RowFactory.create(user.userId(), names.get(m), user.values()[m], user.row(), m));
    }
    return rows;
  }

  @Override
  public void close() {
    users.unpersist();
  }
}
