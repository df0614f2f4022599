package io.nocturne.spark.train.rows;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.spark.FloatRange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * The training rows in their canonical order, and their distribution to workers.
 *
 * @param rows in blocks
 * @param items the number of columns
 * @param users the number of rows
 * @param entries the number of interactions in all rows
 * @param leastWeight the smallest weight
 * @param mostWeight the largest weight
 */
public record Shards(
    JavaRDD<TrainingRow> rows,
    int items,
    long users,
    long entries,
    float leastWeight,
    float mostWeight) {

  /** Returns the users' rows. */
  public static Shards of(TrainingRows training) {
    return of(training.inBlocks(), training.items(), training.users());
  }

  /**
   * Returns rows numbered from 0 to {@code count - 1}; rows without entries may be missing.
   *
   * @param rows in blocks
   */
  public static Shards of(JavaRDD<TrainingRow> rows, int columns, long count) {
    Entries entries = rows.aggregate(new Entries(0, FloatRange.NONE), Entries::with, Entries::with);
    float[] ends = entries.weights.ends();
    return new Shards(
        rows,
        columns,
        count,
        entries.count,
        ends.length == 0 ? 0 : ends[0],
        ends.length == 0 ? 0 : ends[1]);
  }

  private static final class Entries implements Serializable {
    private static final long serialVersionUID = 1;

    private final long count;
    private final FloatRange weights;

    Entries(long count, FloatRange weights) {
      this.count = count;
      this.weights = weights;
    }

    Entries with(TrainingRow row) {
      return new Entries(count + row.items().length, weights.with(row.weights()));
    }

    Entries with(Entries other) {
      return new Entries(count + other.count, weights.with(other.weights));
    }
  }

  /**
   * Distributes the rows to the workers round-robin: the shards differ by at most one row, and each
   * gets rows of all kinds, whatever the rows are sorted by. Within a shard they keep their order.
   */
  public JavaRDD<Shard> distribute(int workers) {
    int columns = items;
    return rows.mapPartitionsToPair(block -> byWorker(block, workers, columns))
        .repartitionAndSortWithinPartitions(new ByWorker(workers))
        .values()
        .mapPartitionsWithIndex((number, parts) -> shard(number, parts, columns), true);
  }

  public JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(rows.context());
  }

  /** The rows of a block for each worker; the key is (worker, first row). */
  private static Iterator<Tuple2<Long, SparseRows>> byWorker(
      Iterator<TrainingRow> block, int workers, int columns) {
    SparseRowsBuilder[] parts = new SparseRowsBuilder[workers];
    long[] keys = new long[workers];
    while (block.hasNext()) {
      TrainingRow row = block.next();
      int worker = row.row() % workers;
      if (parts[worker] == null) {
        parts[worker] = SparseRows.builder(columns);
        keys[worker] = ((long) worker << Integer.SIZE) | row.row();
      }
      parts[worker].add(row.items(), row.weights());
    }
    List<Tuple2<Long, SparseRows>> sent = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      if (parts[worker] != null) {
        sent.add(new Tuple2<>(keys[worker], parts[worker].build()));
      }
    }
    return sent.iterator();
  }

  private static Iterator<Shard> shard(int number, Iterator<SparseRows> parts, int columns) {
    SparseRowsBuilder shard = SparseRows.builder(columns);
    while (parts.hasNext()) {
      SparseRows part = parts.next();
      for (int row = 0; row < part.rows(); row++) {
        shard.add(part.indices(row), part.values(row));
      }
    }
    return List.of(new Shard(number, shard.build())).iterator();
  }

  private static final class ByWorker extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int workers;

    ByWorker(int workers) {
      this.workers = workers;
    }

    @Override
    public int numPartitions() {
      return workers;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((long) key >>> Integer.SIZE);
    }
  }
}
