package io.nocturne.spark.log.text;

import io.nocturne.spark.log.file.RawRow;

/** Cuts a line of a text file into the values of its columns. */
interface RowCutter {
  /** Whether the line is a row at all: blank lines and the header are none. */
  boolean isRow(String line);

  /** Fills the row, or says that the line is malformed. */
  void cut(String line, RawRow row);
}
