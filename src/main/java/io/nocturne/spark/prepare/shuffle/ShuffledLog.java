package io.nocturne.spark.prepare.shuffle;

import io.nocturne.spark.log.IdColumns;
import io.nocturne.spark.log.InteractionLog;
import io.nocturne.spark.log.LogSurvey;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.PartitionPruningRDD;
import scala.Function1;

/**
 * The rows of a log and of what is read with it, once each user's are together: partitions are
 * consecutive ranges of users. The files are read when the first partition is asked for; what was
 * shuffled is kept by Spark and read again by each later job.
 */
public final class ShuffledLog {
  private final IdColumns ids;
  private final int ranges;
  private final JavaRDD<byte[]> blocks;

  private ShuffledLog(IdColumns ids, int ranges, JavaRDD<byte[]> blocks) {
    this.ids = ids;
    this.ranges = ranges;
    this.blocks = blocks;
  }

  /**
   * Sets the shuffle up.
   *
   * @param logs the log first
   * @param parts the number by which a row knows its log, for each of the logs
   * @param items the items of the log
   */
  public static ShuffledLog of(
      JavaSparkContext spark,
      List<InteractionLog> logs,
      List<Integer> parts,
      LogSurvey survey,
      Broadcast<ItemNumbers> items) {
    boolean byTime = logs.get(0).present().time();
    UserRanges ranges =
        UserRanges.of(
            survey.users(), survey.ids().users().type(), survey.rows(), spark.defaultParallelism());
    JavaPairRDD<Integer, byte[]> all = null;
    for (int k = 0; k < logs.size(); k++) {
      int part = parts.get(k);
      boolean numbered = k == 0;
      JavaPairRDD<Integer, byte[]> ofLog =
          logs.get(k)
              .rows(
                  survey.ids(),
                  rows -> new RowBlocks(rows, part, numbered, byTime, ranges, items.value()))
              .mapToPair(block -> block);
      all = all == null ? ofLog : all.union(ofLog);
    }
    JavaRDD<byte[]> blocks = all.partitionBy(new Numbered(ranges.count() + 1)).values();
    return new ShuffledLog(survey.ids(), ranges.count(), blocks);
  }

  /** Applies a function to the good rows of each range of users, in the order of the ranges. */
  public <T> JavaRDD<T> good(RowsFunction<T> each) {
    int bad = ranges;
    IdColumns types = ids;
    return pruned(partition -> partition != bad)
        .mapPartitions(ofRange -> each.apply(new LoggedRow(ofRange, types)));
  }

  /** A function of the rows of a range of users, which come in any order. */
  @FunctionalInterface
  public interface RowsFunction<T> extends Serializable {
    Iterator<T> apply(LoggedRow rows);
  }

  /** The bad rows: source, row and reason; in one partition, in any order. */
  public JavaRDD<String[]> bad() {
    int bad = ranges;
    IdColumns types = ids;
    return pruned(partition -> partition == bad)
        .mapPartitions(ofBad -> LoggedRow.bad(ofBad, types));
  }

  private interface PartitionFilter extends Serializable {
    boolean test(int partition);
  }

  private JavaRDD<byte[]> pruned(PartitionFilter wanted) {
    Function1<Object, Object> filter =
        (Function1<Object, Object> & Serializable) partition -> wanted.test((Integer) partition);
    return PartitionPruningRDD.create(blocks.rdd(), filter).toJavaRDD();
  }

  /** Sends each block to the partition of its number. */
  private static final class Numbered extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int partitions;

    Numbered(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Numbered numbered && numbered.partitions == partitions;
    }

    @Override
    public int hashCode() {
      return partitions;
    }
  }
}
