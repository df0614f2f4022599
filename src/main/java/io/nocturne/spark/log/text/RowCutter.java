package io.nocturne.spark.log.text;

import io.nocturne.spark.log.file.RawRow;

/** Cuts a line of a text file into the values of its columns. */
interface RowCutter {
  /** Whether the line is a row, not a blank line or the header. */
  boolean isRow(String line);

  /** Fills the row, or marks it as malformed. */
  void cut(String line, RawRow row);
}
