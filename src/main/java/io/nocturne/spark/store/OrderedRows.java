package io.nocturne.spark.store;

import io.nocturne.spark.Blocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * Rows that lie in the order of their table already, which needs no shuffle to write them: an array
 * of the columns' values each. Text is a {@code String}, a list of numbers an array of primitives,
 * a list of structs an {@code Object[][]}, any other list an {@code Object[]}. A partition is
 * computed once for each file of the table that has rows of it, from its start.
 */
public final class OrderedRows {
  private final JavaRDD<Object[]> rows;
  private final List<Long> counts;
  private final boolean isReadInBlocks;

  /** What makes rows of the table from these; null where they are its rows. */
  private final FlatMapFunction<Object[], Object[]> expansion;

  /**
   * @param counts the number of rows of each partition
   */
  public OrderedRows(JavaRDD<Object[]> rows, List<Long> counts) {
    this(rows, counts, false, null);
  }

  private OrderedRows(
      JavaRDD<Object[]> rows,
      List<Long> counts,
      boolean isReadInBlocks,
      FlatMapFunction<Object[], Object[]> expansion) {
    this.rows = rows;
    this.counts = List.copyOf(counts);
    this.isReadInBlocks = isReadInBlocks;
    this.expansion = expansion;
  }

  /** Rows whose partitions are counted first, which computes them once more unless persisted. */
  public static OrderedRows counted(JavaRDD<Object[]> rows) {
    return new OrderedRows(rows, rows.mapPartitions(OrderedRows::count).collect());
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
   * Rows from values that are expensive to compute and therefore persisted: they are computed here,
   * by as many tasks as they have partitions, and not by the few that write the files. A file has
   * the rows of so many values as other files have rows.
   *
   * @param toRows returns the rows of a value
   */
  public static <T> OrderedRows computed(
      JavaRDD<T> persisted, FlatMapFunction<T, Object[]> toRows) {
    List<Long> counts = persisted.mapPartitions(OrderedRows::count).collect();
    JavaRDD<Object[]> values = persisted.map(value -> new Object[] {value});
    return new OrderedRows(values, counts, false, value -> rows(value[0], toRows));
  }

  @SuppressWarnings("unchecked") // the value was put there as a T
  private static <T> Iterator<Object[]> rows(Object value, FlatMapFunction<T, Object[]> toRows)
      throws Exception {
    return toRows.call((T) value);
  }

  private static Iterator<Long> count(Iterator<?> values) {
    long count = 0;
    for (; values.hasNext(); values.next()) {
      count++;
    }
    return List.of(count).iterator();
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
    requireRows();
    return new OrderedRows(numbered, counts, isReadInBlocks, null);
  }

  /** Returns these rows and those of the other behind them. */
  public OrderedRows then(OrderedRows other) {
    List<Long> all = new ArrayList<>(counts);
    all.addAll(other.counts);
    requireRows();
    other.requireRows();
    return new OrderedRows(rows.union(other.rows), all, isReadInBlocks, null);
  }

  /**
   * Returns these rows for a table that is read in {@link Blocks}: the pages of a file have as many
   * rows as a block, so that a task reads one of them, or two where files do not start with a
   * block.
   */
  public OrderedRows readInBlocks() {
    requireRows();
    return new OrderedRows(rows, counts, true, null);
  }

  private void requireRows() {
    if (expansion != null) {
      throw new IllegalStateException(
          "Not rows yet, but values that become rows as they are written");
    }
  }

  /** After how many rows a page of a file ends; empty for whatever Parquet does. */
  OptionalInt rowsPerPage() {
    return isReadInBlocks ? OptionalInt.of(Blocks.size(count())) : OptionalInt.empty();
  }

  /** The number of rows or, of {@link #computed} ones, of values. */
  public long count() {
    return counts.stream().mapToLong(n -> n).sum();
  }

  /** The number of partitions. */
  public int partitions() {
    return counts.size();
  }

  /** Returns the rows in partitions of {@code rowsPerFile} each but the last, one at least. */
  JavaRDD<Object[]> inFiles(int rowsPerFile) {
    JavaRDD<Object[]> files = FileRows.of(rows, counts, rowsPerFile);
    return expansion == null ? files : files.flatMap(expansion);
  }
}
