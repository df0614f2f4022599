package io.nocturne.spark.store;

import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The tables of one folder, a sub-folder of Parquet each. A table is written under a temporary name
 * and then renamed, and its metadata is added last and deleted first: so a table is either complete
 * or absent, even where renaming a folder is not atomic. Its files are sorted, and their number and
 * names follow from the rows: the same rows give the same bytes.
 */
public final class TableStore {
  private static final int ROWS_PER_FILE = 250_000;

  private final SparkSession spark;
  private final Path folder;
  private final FileStore files;
  private final int rowsPerFile;

  /** The tables in {@code folder}, which is made when the first one is written. */
  public TableStore(SparkSession spark, Path folder) {
    this(spark, folder, ROWS_PER_FILE);
  }

  /** Creates the store with a number of rows per file, for tables of large rows. */
  public TableStore(SparkSession spark, Path folder, int rowsPerFile) {
    this.spark = spark;
    this.rowsPerFile = rowsPerFile;
    this.files = FileStore.of(folder, spark.sparkContext().hadoopConfiguration());
    this.folder = files.qualify(folder);
  }

  /** The tables of another folder. */
  public TableStore at(Path other) {
    return new TableStore(spark, other, rowsPerFile);
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Writes a table in place of the one of that name, without a query and without a shuffle.
   *
   * @param rows the rows of the table in their order
   */
  public TableInfo write(String table, OrderedRows rows, StructType schema, String madeFrom) {
    Path path = new Path(folder, table);
    // not a hidden name: Spark warns of reading those
    Path temporary = FileStore.incomplete(path);
    try {
      TableInfo info = TableInfo.of(write(temporary, rows, schema), madeFrom, schema);
      delete(table);
      files.rename(temporary, path);
      files.write(new Path(path, TableInfo.FILE), Json.pretty(info.toJson()));
      return info;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the table " + path, e);
    } finally {
      files.deleteIfPossible(temporary); // what a failure has left; after a success nothing
    }
  }

  private List<WrittenFile> write(Path into, OrderedRows rows, StructType schema)
      throws IOException {
    files.makeFolder(into);
    TableFileWriter writer = new TableFileWriter(spark, schema, rows.rowsPerPage());
    String name = into.toString();
    JavaRDD<WrittenFile> writing =
        rows.inFiles(rowsPerFile)
            .mapPartitionsWithIndex(
                (file, values) -> writer.write(new Path(name), file, values).iterator(), true);
    boolean isWritten = false;
    try (WriteJobs jobs = WriteJobs.start(sparkContext())) {
      try {
        List<WrittenFile> written = writing.collect();
        isWritten = true;
        deleteOthers(into, written);
        return written;
      } finally {
        if (!isWritten) {
          jobs.cancel();
        }
      }
    }
  }

  /** Deletes what attempts that were given up have left. */
  private void deleteOthers(Path into, List<WrittenFile> written) throws IOException {
    Set<String> kept = written.stream().map(WrittenFile::name).collect(Collectors.toSet());
    for (FileStatus file : files.list(into)) {
      if (!kept.contains(file.getPath().getName())) {
        files.delete(file.getPath());
      }
    }
  }

  /** Writes a table of a few rows that the driver holds, in their order. */
  public TableInfo write(String table, List<Row> rows, StructType schema, String madeFrom) {
    List<Object[]> values = new ArrayList<>();
    for (Row row : rows) {
      Object[] ofRow = new Object[row.size()];
      for (int column = 0; column < ofRow.length; column++) {
        ofRow[column] = row.get(column);
      }
      values.add(ofRow);
    }
    return write(table, OrderedRows.local(sparkContext(), values), schema, madeFrom);
  }

  /** Whether there is such a table. */
  public boolean has(String table) {
    try {
      return files.exists(new Path(new Path(folder, table), TableInfo.FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot reach " + folder, e);
    }
  }

  /** Reads a table. */
  public Dataset<Row> read(String table) {
    return spark
        .read()
        .schema(info(table).schema())
        .option("__globPaths__", false) // a folder may have braces in its name
        .parquet(new Path(folder, table).toString());
  }

  /** The rows of a table, to be read without a query: these columns of each, in this order. */
  public TableRows rows(String table, String... columns) {
    Path path = new Path(folder, table);
    try {
      return new TableRows(sparkContext(), path, info(table), parts(path), List.of(columns));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the table " + path, e);
    }
  }

  /** What is known of a table. */
  public TableInfo info(String table) {
    try {
      return TableInfo.read(files, new Path(folder, table));
    } catch (IOException e) {
      throw new UnusableDataException(
          "Cannot find the table %s in %s. Run the commands before this one for the same date first: prepare, train, evaluate, materialize, publish"
              .formatted(table, folder),
          e);
    }
  }

  /** Reads the files of a table again and compares their content hash with the recorded one. */
  public void verify(String table) {
    TableInfo recorded = info(table);
    String found;
    try {
      found = hash(new Path(folder, table));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the table " + new Path(folder, table), e);
    }
    if (!found.equals(recorded.sha256())) {
      throw new UnusableDataException(
          "The table %s in %s is damaged: content hash %s (expected %s). Run the job again"
              .formatted(table, folder, found, recorded.sha256()));
    }
  }

  /** Drops a table, if it is there. */
  public void delete(String table) {
    try {
      files.delete(new Path(new Path(folder, table), TableInfo.FILE));
      files.delete(new Path(folder, table));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete the table " + new Path(folder, table), e);
    }
  }

  private String hash(Path table) throws IOException {
    return ContentHash.ofFiles(sparkContext(), parts(table));
  }

  private List<FileStatus> parts(Path table) throws IOException {
    return files.list(table).stream()
        .filter(file -> file.getPath().getName().endsWith(".parquet"))
        .filter(file -> !file.getPath().getName().startsWith("."))
        .toList();
  }

  private JavaSparkContext sparkContext() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }
}
