package io.nocturne.spark.serve;

import io.nocturne.model.Popularity;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.RatingScale;
import io.nocturne.model.metric.RatioMetric;
import io.nocturne.model.metric.RatioSum;
import io.nocturne.spark.store.TableStore;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/** One metric over the held-out users of a part, for one model after another. */
public final class MeanMetric implements AutoCloseable {
  private final JavaRDD<HeldOutUser> users;
  private final RatioMetric metric;
  private final RatingScale scale;
  private final long count;

  private MeanMetric(JavaRDD<HeldOutUser> users, RatioMetric metric, RatingScale scale) {
    this.users = users;
    this.metric = metric;
    this.scale = scale;
    this.count = users.count();
  }

  /** The users of a part, kept in memory until {@link #close}. */
  public static MeanMetric of(
      TableStore tables, String part, RatioMetric metric, RatingScale scale) {
    JavaRDD<HeldOutUser> users =
        HeldOutUsers.of(
            tables, part, MetricList.of(List.of(metric)), HeldOutUsers.blockSize(tables));
    return new MeanMetric(users.persist(StorageLevel.MEMORY_AND_DISK()), metric, scale);
  }

  /** The number of users. */
  public long users() {
    return count;
  }

  /** The value of the metric; summed block by block in their order. */
  public double of(BroadcastModel model) {
    RatioMetric wanted = metric;
    List<RatioSum> blocks =
        HeldOutUsers.measure(users, model, MetricList.of(List.of(metric)), scale)
            .mapPartitions(block -> List.of(sum(block, wanted, model.popularity())).iterator())
            .collect();
    // DoubleStream compensates for rounding, which RatioSum.merge does not. A last digit can decide
    // which round is kept, so this stays as it is
    double numerator = blocks.stream().mapToDouble(RatioSum::numerator).sum();
    double denominator = blocks.stream().mapToDouble(RatioSum::denominator).sum();
    return metric.figure(numerator / denominator);
  }

  private static RatioSum sum(
      Iterator<MeasuredUser> block, RatioMetric metric, Popularity popularity) {
    RatioSum sum = new RatioSum(metric);
    block.forEachRemaining(user -> sum.add(user.evidence(), popularity));
    return sum;
  }

  @Override
  public void close() {
    users.unpersist();
  }
}
