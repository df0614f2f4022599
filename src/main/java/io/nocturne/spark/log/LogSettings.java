package io.nocturne.spark.log;

import io.nocturne.spark.log.file.ColumnNames;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.id.IdType;

/**
 * Settings of a log: its files, the names and types of its columns, and the rules for good rows.
 */
public record LogSettings(
    LogSource source, ColumnNames columns, IdType userIds, IdType itemIds, RowRules rules) {

  /** The path as given by the user. */
  public String path() {
    return source.path();
  }

  /** Returns these settings for another file of the same form. */
  public LogSettings withPath(String other) {
    return new LogSettings(source.withPath(other), columns, userIds, itemIds, rules);
  }
}
