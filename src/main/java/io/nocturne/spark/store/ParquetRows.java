package io.nocturne.spark.store;

import io.nocturne.spark.LookAhead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.filter2.predicate.Operators.IntColumn;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.api.Binary;

/**
 * Reads rows of a Parquet file, by Parquet's own reader and without a query: the values of some
 * columns each, in the order in which they were asked for. Numbers are boxed, text is a {@code
 * String}, a list of numbers an array of primitives, any other list an {@code Object[]}, and a
 * struct an {@code Object[]} of its fields.
 */
final class ParquetRows extends LookAhead<Object[]> implements AutoCloseable {
  private final Path file;
  private final ParquetReader<Object[]> reader;

  private ParquetRows(Path file, ParquetReader<Object[]> reader) {
    this.file = file;
    this.reader = reader;
  }

  /** Opens a file to read all of its rows. */
  static ParquetRows open(Path file, Configuration hadoop, List<String> columns) {
    return open(file, hadoop, columns, FilterCompat.NOOP, false);
  }

  /**
   * Opens a file to read some rows. Pages without any of them are skipped, the others give all of
   * their rows: more than are asked for.
   *
   * @param index a column by which the file is sorted
   * @param from the least wanted value of it
   * @param to the least value behind the wanted ones
   */
  static ParquetRows open(
      Path file, Configuration hadoop, List<String> columns, String index, int from, int to) {
    IntColumn column = FilterApi.intColumn(index);
    FilterPredicate wanted = FilterApi.and(FilterApi.gtEq(column, from), FilterApi.lt(column, to));
    return open(file, hadoop, columns, FilterCompat.get(wanted), false);
  }

  /**
   * Opens a file to read the rows with a value.
   *
   * @param column an int, a long or text
   */
  static ParquetRows open(
      Path file, Configuration hadoop, List<String> columns, String column, Object value) {
    return open(file, hadoop, columns, FilterCompat.get(equal(column, value)), true);
  }

  private static FilterPredicate equal(String column, Object value) {
    if (value instanceof String text) {
      return FilterApi.eq(FilterApi.binaryColumn(column), Binary.fromString(text));
    }
    return value instanceof Integer number
        ? FilterApi.eq(FilterApi.intColumn(column), number)
        : FilterApi.eq(FilterApi.longColumn(column), (Long) value);
  }

  /**
   * @param isExact whether the filter looks at each value of each row, which takes long
   */
  private static ParquetRows open(
      Path file,
      Configuration hadoop,
      List<String> columns,
      FilterCompat.Filter filter,
      boolean isExact) {
    return new ParquetRows(file, reader(file, hadoop, columns, filter, isExact));
  }

  private static ParquetReader<Object[]> reader(
      Path file,
      Configuration hadoop,
      List<String> columns,
      FilterCompat.Filter filter,
      boolean isExact) {
    try {
      return new Builder(HadoopInputFile.fromPath(file, hadoop), new ColumnSupport(columns))
          .withFilter(filter)
          .useColumnIndexFilter()
          .useRecordFilter(isExact)
          .build();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Builds a reader for a file with its configuration: the builder of a path would first parse
   * Hadoop's default configuration, which takes as long as reading a small file.
   */
  private static final class Builder extends ParquetReader.Builder<Object[]> {
    private final ColumnSupport support;

    Builder(InputFile file, ColumnSupport support) {
      super(file);
      this.support = support;
    }

    @Override
    protected ReadSupport<Object[]> getReadSupport() {
      return support;
    }
  }

  @Override
  protected Object[] fetch() {
    try {
      return reader.read();
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (RuntimeException e) { // Parquet's own are of several types
      throw new DamagedFileException(
          file, e.getMessage(), "Run the command that makes this table again", e);
    }
  }

  private static UncheckedIOException unreadable(Path file, IOException cause) {
    return new UncheckedIOException(
        "Cannot read %s. If a machine or the network failed, run the same command again"
            .formatted(file),
        cause);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
