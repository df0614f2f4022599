package io.nocturne.spark.log;

import io.nocturne.spark.log.file.RawRow;

/**
 * A row of a log, checked and with its ids in their types. One object is reused for all rows;
 * callers copy what they keep.
 */
public final class LogRow {
  private final RowCheck check;
  private final IdColumns ids;
  private RawRow raw;
  private String reason;

  LogRow(RowCheck check, IdColumns ids) {
    this.check = check;
    this.ids = ids;
  }

  void read(RawRow row) {
    raw = row;
    check.read(row);
    reason = check.reason() == null ? ids.misfit(check) : check.reason();
  }

  /** Why the row is bad; null if it is good, and only then the other columns are valid. */
  public String reason() {
    return reason;
  }

  /** The user's id, a string or a long. */
  public Object user() {
    return check.user().value(ids.users().type());
  }

  /** The item's id, a string or a long. */
  public Object item() {
    return check.item().value(ids.items().type());
  }

  /** The rating, 1 where the log has none. */
  public double rating() {
    return check.rating();
  }

  /** Seconds since 1970, null where the log has no times. */
  public Long time() {
    return check.time();
  }

  /** The value that orders a history, null where the log has none. */
  public Long order() {
    return check.order();
  }

  /** The name of the row's file, from the log's folder on. */
  public String source() {
    return raw.source();
  }

  /** The row as it stands in its file. */
  public String text() {
    return raw.text();
  }
}
