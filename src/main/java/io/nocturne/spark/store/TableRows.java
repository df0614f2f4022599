package io.nocturne.spark.store;

import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Some columns of a table, read without a query: to plan and compile one takes longer than to read
 * a table of some megabytes. A row is an array of the columns' values: numbers boxed, text as a
 * {@code String}, a list of numbers as an array of primitives, other lists and structs as an {@code
 * Object[]}.
 */
public final class TableRows {
  private final JavaSparkContext spark;
  private final Path table;
  private final TableInfo info;
  private final List<FileStatus> files;
  private final List<String> columns;

  /**
   * @param info what the table is known to be
   * @param files those that are there
   */
  TableRows(
      JavaSparkContext spark,
      Path table,
      TableInfo info,
      List<FileStatus> files,
      List<String> columns) {
    this.spark = spark;
    this.table = table;
    this.info = info;
    this.files = files;
    this.columns = columns;
    require("file(s)", files.size(), info.files());
  }

  private void require(String what, long found, long expected) {
    if (found != expected) {
      throw new UnusableDataException(
          "The table %s is damaged: it has %,d %s (expected %,d). Run the job again"
              .formatted(table, found, what, expected));
    }
  }

  /** Reads the rows on the driver, which has to hold them. */
  public List<Object[]> collect() {
    List<Object[]> rows = new ArrayList<>();
    forEach(rows::add);
    return rows;
  }

  /** Reads the rows on the driver, one by one and in their order. */
  public void forEach(Consumer<Object[]> each) {
    for (FileStatus file : files) {
      try (ParquetRows of =
          ParquetRows.open(file.getPath(), spark.hadoopConfiguration(), columns)) {
        of.forEachRemaining(each);
      }
    }
  }

  /**
   * Returns the rows in blocks, one partition each, in their order. A task reads its block from the
   * files: nothing is shuffled.
   *
   * @param index one of the columns: the number of the row, an int from 0 on
   */
  public JavaRDD<Object[]> inBlocks(String index, int blockSize) {
    int column = columns.indexOf(index);
    if (column < 0) {
      throw new IllegalArgumentException(
          "Invalid column %s: not read (expected one of %s)".formatted(index, columns));
    }
    List<RowBlock> blocks = blocks(blockSize);
    List<String> read = new ArrayList<>(columns); // lists of other kinds may not be serializable
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    return spark
        .parallelize(blocks, blocks.size())
        .flatMap(block -> new BlockRows(block, hadoop.value(), read, column));
  }

  /** Returns the rows in partitions of one file each, in their order. */
  public JavaRDD<Object[]> inFiles() {
    List<String> names = files.stream().map(file -> file.getPath().toString()).toList();
    List<String> read = new ArrayList<>(columns); // lists of other kinds may not be serializable
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    return spark
        .parallelize(new ArrayList<>(names), Math.max(1, names.size()))
        .flatMap(
            name -> {
              ParquetRows rows = ParquetRows.open(new Path(name), hadoop.value(), read);
              TaskCompletionListener atEnd = task -> rows.close();
              TaskContext.get().addTaskCompletionListener(atEnd);
              return rows;
            });
  }

  /**
   * Reads the rows with a value on the driver. What the files say of their pages is used, so that
   * few pages are read where the table is sorted by the column.
   *
   * @param column an int, a long or text
   */
  public List<Object[]> where(String column, Object value) {
    List<String> read = new ArrayList<>(columns);
    if (!read.contains(column)) {
      read.add(column); // Parquet compares what it reads
    }
    List<Object[]> rows = new ArrayList<>();
    for (FileStatus file : files) {
      try (ParquetRows of =
          ParquetRows.open(file.getPath(), spark.hadoopConfiguration(), read, column, value)) {
        of.forEachRemaining(row -> rows.add(Arrays.copyOf(row, columns.size())));
      }
    }
    return rows;
  }

  private List<RowBlock> blocks(int blockSize) {
    List<Long> ends = new ArrayList<>();
    long rows = 0;
    for (long count : counts()) {
      rows += count;
      ends.add(rows);
    }
    require("row(s)", rows, info.rows());
    List<RowBlock> blocks = new ArrayList<>();
    int file = 0;
    for (long from = 0; from == 0 || from < rows; from += blockSize) {
      long to = Math.min(rows, from + blockSize);
      ArrayList<String> of = new ArrayList<>();
      while (file < ends.size() && ends.get(file) <= from) {
        file++;
      }
      for (int f = file; f < ends.size() && (f == file || ends.get(f - 1) < to); f++) {
        of.add(files.get(f).getPath().toString());
      }
      blocks.add(new RowBlock(Math.toIntExact(from), Math.toIntExact(to), of));
    }
    return blocks;
  }

  private List<Long> counts() {
    if (files.size() == 1) {
      return List.of(info.rows()); // a block that lacks rows is found when it is read
    }
    try {
      return FileTasks.map(spark, files, TableRows::count);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the files of " + table, e);
    }
  }

  private static long count(Path file, Configuration hadoop) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      return reader.getRecordCount();
    }
  }
}
