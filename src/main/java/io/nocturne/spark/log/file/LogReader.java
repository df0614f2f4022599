package io.nocturne.spark.log.file;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** Reads the files of one format: which columns each has, and then their rows. */
public interface LogReader {
  /** The files that have rows or columns, with the columns that are read of each. */
  List<FileLayout> layouts();

  /** What the user should know of how the files are read. */
  default List<String> notices() {
    return List.of();
  }

  /**
   * Makes something of the rows of each part of the files; the parts come in the order of the
   * files.
   */
  <T> JavaRDD<T> rows(RowsFunction<T> each);

  /** What becomes of the rows of a part. The one row object is filled again and again. */
  @FunctionalInterface
  interface RowsFunction<T> extends Serializable {
    Iterator<T> apply(Iterator<RawRow> rows);
  }
}
