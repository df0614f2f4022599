package io.nocturne.spark.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Rows that lie in the order of their table already, which needs no shuffle to write them: an array
 * of the columns' values each. Text is a {@code String}, a list of numbers an array of primitives.
 * A partition is computed once for each file of the table that has rows of it, from its start.
 */
public final class OrderedRows {
  private final JavaRDD<Object[]> rows;
  private final List<Long> counts;

  /**
   * @param counts the number of rows of each partition
   */
  public OrderedRows(JavaRDD<Object[]> rows, List<Long> counts) {
    this.rows = rows;
    this.counts = List.copyOf(counts);
  }

  /** Rows whose partitions are counted first, which computes them once more. */
  public static OrderedRows counted(JavaRDD<Object[]> rows) {
    return new OrderedRows(
        rows, rows.mapPartitions(values -> List.of(count(values)).iterator()).collect());
  }

  private static long count(Iterator<Object[]> rows) {
    long count = 0;
    for (; rows.hasNext(); rows.next()) {
      count++;
    }
    return count;
  }

  /**
   * Rows that the driver holds. They are broadcast: those of a million items would be too large for
   * the messages that tasks are sent in.
   */
  public static OrderedRows local(JavaSparkContext spark, List<Object[]> rows) {
    Broadcast<Object[][]> sent = spark.broadcast(rows.toArray(Object[][]::new));
    JavaRDD<Object[]> all =
        spark.parallelize(List.of(0), 1).flatMap(only -> Arrays.asList(sent.value()).iterator());
    return new OrderedRows(all, List.of((long) rows.size()));
  }

  /**
   * Returns these rows with the number of each, from 0 on.
   *
   * @param column the place of the number among the values
   */
  public OrderedRows numbered(int column) {
    long[] first = new long[counts.size()];
    for (int partition = 1; partition < first.length; partition++) {
      first[partition] = first[partition - 1] + counts.get(partition - 1);
    }
    JavaRDD<Object[]> numbered =
        rows.mapPartitionsWithIndex(
            (partition, values) -> new NumberedRows(values, column, first[partition]), true);
    return new OrderedRows(numbered, counts);
  }

  /** Returns these rows and those of the other behind them. */
  public OrderedRows then(OrderedRows other) {
    List<Long> all = new ArrayList<>(counts);
    all.addAll(other.counts);
    return new OrderedRows(rows.union(other.rows), all);
  }

  /** The number of rows. */
  public long count() {
    return counts.stream().mapToLong(n -> n).sum();
  }

  /** The number of partitions. */
  public int partitions() {
    return counts.size();
  }

  /** Returns the rows in partitions of {@code rowsPerFile} each but the last, one at least. */
  JavaRDD<Object[]> inFiles(int rowsPerFile) {
    return FileRows.of(rows, counts, rowsPerFile);
  }
}
