package io.nocturne.spark.serve;

import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.RankingMetric;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures a model on the held-out users or interactions, with popularity beside it. Items that a
 * user folds in are masked; the blocks of users are measured apart and merged in order, so that the
 * figures are the same bytes on any cluster.
 */
public final class Evaluation {
  private final TableStore tables;
  private final MetricList metrics;
  private final long seed;
  private final int replicates;
  private final Consumer<String> progress;

  /**
   * @param replicates how many bootstrap samples the intervals are drawn from
   */
  public Evaluation(
      TableStore tables, MetricList metrics, long seed, int replicates, Consumer<String> progress) {
    this.tables = tables;
    this.metrics = metrics;
    this.seed = seed;
    this.replicates = replicates;
    this.progress = progress;
  }

  /**
   * Measures one part and returns rows of the metrics table: the model's, then popularity's. None
   * when nobody is held out.
   *
   * @param part validation or test
   */
  public List<Row> measure(String part, BroadcastModel model) {
    JavaRDD<HeldOutUser> users =
        HeldOutUsers.of(tables, part).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long count = users.count();
      if (count == 0) {
        return List.of();
      }
      progress.accept("%s: %,d users".formatted(part, count));
      List<Row> rows = new ArrayList<>();
      rows.addAll(
          rows(
              HeldOutUsers.measure(users, model, false, metrics),
              model.label(),
              model.items(),
              count));
      rows.addAll(
          rows(
              HeldOutUsers.measure(users, model, true, metrics),
              "popularity",
              model.items(),
              count));
      return rows;
    } finally {
      users.unpersist();
    }
  }

  /** Writes the model's metrics of each test user as the table user_metrics. */
  public void writeUserMetrics(BroadcastModel model, String madeFrom) {
    List<String> names = metrics.ranking().stream().map(RankingMetric::name).toList();
    StructType evaluated = tables.info("evaluation").schema();
    StructType schema = Schemas.userMetrics(evaluated.apply("user_id").dataType());
    StructType keyed = schema.add("_row", "int", false).add("_metric", "int", false);
    JavaRDD<Row> rows =
        HeldOutUsers.measure(HeldOutUsers.of(tables, "test"), model, false, metrics)
            .flatMap(user -> toRows(user, names).iterator());
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

  private List<Row> rows(JavaRDD<MeasuredUser> users, String model, int items, long count) {
    MetricList wanted = metrics;
    long from = seed;
    int samples = replicates;
    List<MetricSums> blocks =
        users
            .mapPartitions(
                block ->
                    List.of(new MetricSums(wanted, items, from, samples).add(block)).iterator())
            .collect();
    // collect() keeps the order of the partitions, and so do the sums
    return blocks.stream().reduce(MetricSums::merge).orElseThrow().rows(model, count);
  }
}
