package io.nocturne.spark.serve;

import io.nocturne.model.Popularity;
import io.nocturne.model.metric.Metric;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.PoissonBootstrap;
import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.store.OrderedRows;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Measures one model after another on the held-out users of one part. Items that a user folds in
 * are masked; the blocks of users are measured separately and merged in order, so that the figures
 * are the same bytes on any cluster.
 */
public final class Evaluation implements AutoCloseable {
  private final TableStore tables;
  private final MetricList metrics;
  private final RatingScale scale;
  private final PoissonBootstrap bootstrap;
  private final JavaRDD<HeldOutUser> users;
  private final int blockSize;
  private final long count;

  /**
   * Reads the users of a part; they are kept in memory until {@link #close}.
   *
   * @param part validation or test
   * @param scale the scale that predicted ratings are clipped to
   * @param bootstrap the bootstrap of the intervals
   */
  public Evaluation(
      TableStore tables,
      String part,
      MetricList metrics,
      RatingScale scale,
      PoissonBootstrap bootstrap) {
    this.tables = tables;
    this.metrics = metrics;
    this.scale = scale;
    this.bootstrap = bootstrap;
    this.blockSize = HeldOutUsers.blockSize(tables);
    this.users =
        HeldOutUsers.of(tables, part, metrics, blockSize).persist(StorageLevel.MEMORY_AND_DISK());
    this.count = users.count();
  }

  /** The number of users that any of the metrics looks at. */
  public long users() {
    return count;
  }

  /**
   * Returns the model's rows of the metrics table; none if no users are held out. A model that does
   * not predict ratings has no rows of rating metrics.
   */
  public List<Row> measure(BroadcastModel model) {
    MetricList wanted = of(model);
    return count == 0 || wanted.isEmpty()
        ? List.of()
        : rows(measured(model, wanted), model, wanted);
  }

  private JavaRDD<MeasuredUser> measured(BroadcastModel model, MetricList wanted) {
    JavaRDD<HeldOutUser> together = ScoredTogether.of(users, blockSize, model.together());
    return HeldOutUsers.measure(together, model, wanted, scale);
  }

  private MetricList of(BroadcastModel model) {
    return model.predictsRatings() ? metrics : metrics.withoutRatings();
  }

  /**
   * Measures a model like {@link #measure}, and writes the metrics of each user to the table
   * user_metrics.
   *
   * @param madeFrom the table's stamp
   */
  public List<Row> measureEach(BroadcastModel model, String madeFrom) {
    if (count == 0) {
      return List.of();
    }
    MetricList wanted = of(model);
    // persisted, so that no user is ranked twice; serialized, as each has a list as long as the
    // deepest metric
    JavaRDD<MeasuredUser> measured =
        measured(model, wanted).persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      List<Row> rows = rows(measured, model, wanted);
      writeUserMetrics(measured, model, wanted, madeFrom);
      return rows;
    } finally {
      measured.unpersist();
    }
  }

  private List<Row> rows(JavaRDD<MeasuredUser> measured, BroadcastModel model, MetricList wanted) {
    PoissonBootstrap draws = bootstrap;
    int size = blockSize; // else the task would have this object with it
    List<MetricSums> blocks =
        measured
            .mapPartitions(
                users ->
                    sums(
                        users,
                        size,
                        block -> MetricSums.of(block, wanted, model.popularity(), draws)))
            .collect();
    // collect() keeps the order of the partitions, and so do the sums
    return blocks.stream().reduce(MetricSums::merge).orElseThrow().rows(model.label(), wanted);
  }

  /** Sums block by block, also where several are ranked together: the digits are the same. */
  private static Iterator<MetricSums> sums(
      Iterator<MeasuredUser> users,
      int blockSize,
      Function<Iterator<MeasuredUser>, MetricSums> ofBlock) {
    List<MetricSums> sums = new ArrayList<>();
    List<MeasuredUser> block = new ArrayList<>();
    while (users.hasNext()) {
      MeasuredUser user = users.next();
      boolean isNext =
          !block.isEmpty()
              && user.evidence().user() / blockSize != block.get(0).evidence().user() / blockSize;
      if (isNext) {
        sums.add(ofBlock.apply(block.iterator()));
        block.clear();
      }
      block.add(user);
    }
    sums.add(ofBlock.apply(block.iterator()));
    return sums.iterator();
  }

  private void writeUserMetrics(
      JavaRDD<MeasuredUser> measured, BroadcastModel model, MetricList wanted, String madeFrom) {
    StructType evaluated = tables.info("evaluation").schema();
    StructType schema = Schemas.userMetrics(evaluated.apply("user_id").dataType());
    List<Metric> all = wanted.all();
    OrderedRows rows =
        OrderedRows.computed(measured, user -> toRows(user, all, model.popularity()).iterator());
    tables.write("user_metrics", rows, schema, madeFrom);
  }

  private static List<Object[]> toRows(
      MeasuredUser user, List<Metric> metrics, Popularity popularity) {
    List<Object[]> rows = new ArrayList<>();
    for (Metric metric : metrics) {
      OptionalDouble value = metric.ofUser(user.evidence(), popularity);
      if (value.isPresent()) {
        rows.add(new Object[] {user.userId(), metric.name(), value.getAsDouble()});
      }
    }
    return rows;
  }

  @Override
  public void close() {
    users.unpersist();
  }
}
