package io.nocturne.spark.store;

import io.nocturne.spark.Blocks;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Rows that lie in the order of their table already, which needs no shuffle to write them: an array
 * of the columns' values each. Text is a {@code String}, a list of numbers an array of primitives.
 * A partition may be computed twice, where two files of the table have rows of it.
 */
public final class OrderedRows {
  private final JavaRDD<Object[]> rows;
  private final List<Long> counts;
  private final boolean isReadInBlocks;

  /**
   * @param counts the number of rows of each partition
   */
  public OrderedRows(JavaRDD<Object[]> rows, List<Long> counts) {
    this(rows, counts, false);
  }

  private OrderedRows(JavaRDD<Object[]> rows, List<Long> counts, boolean isReadInBlocks) {
    this.rows = rows;
    this.counts = List.copyOf(counts);
    this.isReadInBlocks = isReadInBlocks;
  }

  /** Rows that the driver holds. */
  public static OrderedRows local(JavaSparkContext spark, List<Object[]> rows) {
    return new OrderedRows(
        spark.parallelize(new ArrayList<>(rows), 1), List.of((long) rows.size()));
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
    return new OrderedRows(numbered, counts, isReadInBlocks);
  }

  /** Returns these rows and those of the other behind them. */
  public OrderedRows then(OrderedRows other) {
    List<Long> all = new ArrayList<>(counts);
    all.addAll(other.counts);
    return new OrderedRows(rows.union(other.rows), all, isReadInBlocks);
  }

  /**
   * Returns these rows for a table that is read in {@link Blocks}: the pages of its files are the
   * blocks, so that a task reads nothing but its own.
   */
  public OrderedRows readInBlocks() {
    return new OrderedRows(rows, counts, true);
  }

  /** After how many rows a page of a file ends; empty for whatever Parquet does. */
  OptionalInt rowsPerPage() {
    return isReadInBlocks ? OptionalInt.of(Blocks.size(count())) : OptionalInt.empty();
  }

  /** The number of rows. */
  public long count() {
    return counts.stream().mapToLong(n -> n).sum();
  }

  /** Returns the rows in partitions of {@code rowsPerFile} each but the last, one at least. */
  JavaRDD<Object[]> inFiles(int rowsPerFile) {
    return FileRows.of(rows, counts, rowsPerFile);
  }
}
