package io.nocturne.spark.log.file;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** Reads the files of one format: first their columns, then their rows. */
public interface LogReader {
  /** The files that have rows or columns, with the columns to read of each. */
  List<FileLayout> layouts();

  /** Notices for the user about how the files are read. */
  default List<String> notices() {
    return List.of();
  }

  /**
   * Applies a function to the rows of each part of the files; the parts come in the order of the
   * files.
   */
  <T> JavaRDD<T> rows(RowsFunction<T> each);

  /** A function of the rows of a part. One row object is reused for all rows. */
  @FunctionalInterface
  interface RowsFunction<T> extends Serializable {
    Iterator<T> apply(Iterator<RawRow> rows);
  }
}
