package io.nocturne.spark.serve;

import io.nocturne.model.metric.MetricList;
import io.nocturne.spark.store.TableStore;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * One metric over the held-out users of a part, for one model after another: the mean of a list's,
 * or one over all held-out ratings.
 */
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
        HeldOutUsers.of(tables, part, metric).persist(StorageLevel.MEMORY_AND_DISK()), metric);
  }

  /** How many users there are. */
  public long users() {
    return count;
  }

  /** The metric's value; summed block by block in their order. */
  public double of(BroadcastModel model) {
    boolean ofRatings = metric.hasRatings();
    List<double[]> blocks =
        HeldOutUsers.measure(users, model, metric)
            .mapPartitions(block -> List.of(sums(block, ofRatings)).iterator())
            .collect();
    double sum = blocks.stream().mapToDouble(block -> block[0]).sum();
    double number = blocks.stream().mapToDouble(block -> block[1]).sum();
    return ofRatings ? metric.rating().get(0).of(sum / number) : sum / number;
  }

  /** The sum of the users' values, or of all errors, and how many they are. */
  private static double[] sums(Iterator<MeasuredUser> block, boolean ofRatings) {
    double[] sums = new double[2];
    while (block.hasNext()) {
      MeasuredUser user = block.next();
      sums[0] += ofRatings ? user.errors()[0] : user.values()[0];
      sums[1] += ofRatings ? user.errors()[1] : 1;
    }
    return sums;
  }

  @Override
  public void close() {
    users.unpersist();
  }
}
