package io.nocturne.spark.serve;

import io.nocturne.model.metric.MetricList;
import io.nocturne.spark.store.TableStore;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/** The mean of one metric over the held-out users of a part, for one model after another. */
public final class MeanMetric implements AutoCloseable {
  private final JavaRDD<HeldOutUser> users;
  private final MetricList metric;
  private final long count;

  private MeanMetric(JavaRDD<HeldOutUser> users, MetricList metric) {
    this.users = users;
    this.metric = metric;
    this.count = users.count();
  }

  /** The users of a part, kept in memory until {@link #close}. */
  public static MeanMetric of(TableStore tables, String part, MetricList metric) {
    return new MeanMetric(
        HeldOutUsers.of(tables, part).persist(StorageLevel.MEMORY_AND_DISK()), metric);
  }

  /** How many users there are. */
  public long users() {
    return count;
  }

  /** The metric's mean; summed block by block in their order. */
  public double of(BroadcastModel model) {
    return HeldOutUsers.measure(users, model, metric)
            .mapPartitions(block -> List.of(sum(block)).iterator())
            .collect()
            .stream()
            .mapToDouble(sum -> sum)
            .sum()
        / count;
  }

  private static double sum(Iterator<MeasuredUser> block) {
    double sum = 0;
    while (block.hasNext()) {
      sum += block.next().values()[0];
    }
    return sum;
  }

  @Override
  public void close() {
    users.unpersist();
  }
}
