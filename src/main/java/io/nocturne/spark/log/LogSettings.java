package io.nocturne.spark.log;

import io.nocturne.spark.log.file.ColumnNames;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.id.IdType;

/** What log to read, what its columns are called and hold, and what makes a row of it good. */
public record LogSettings(
    LogSource source, ColumnNames columns, IdType userIds, IdType itemIds, RowRules rules) {

  /** The path, as the user gave it. */
  public String path() {
    return source.path();
  }

  /** The same settings for another file of the same form. */
  public LogSettings withPath(String other) {
    return new LogSettings(source.withPath(other), columns, userIds, itemIds, rules);
  }
}
