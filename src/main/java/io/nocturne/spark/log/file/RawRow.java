package io.nocturne.spark.log.file;

import java.util.Arrays;

/**
 * One row of a file, cut into a value for each {@link Role} and not yet checked. One object is
 * reused for all rows; callers copy what they keep.
 *
 * <p>A value is null where the file has no such column or the row no such value; a {@code String},
 * a {@code Long}, a {@code Double}, a {@code BigDecimal}, a {@code Boolean}, {@code byte[]}, {@link
 * Seconds} or {@link Nested}.
 */
public final class RawRow {
  /** A point in time in whole seconds since 1970, for files that state the unit of their times. */
  public record Seconds(long value) {}

  /** Nested json in place of a value. */
  public enum Nested {
    LIST,
    OBJECT
  }

  /** A text that is made on demand. */
  @FunctionalInterface
  public interface Text {
    String get();
  }

  private final Object[] values;
  private Text source;
  private String malformed;
  private Text text;

  public RawRow(int roles) {
    values = new Object[roles];
  }

  /**
   * Starts a row without values.
   *
   * @param itsSource the name of its file, which only bad rows need
   * @param itsText the text of the whole row
   */
  public void begin(Text itsSource, Text itsText) {
    source = itsSource;
    text = itsText;
    malformed = null;
    Arrays.fill(values, null);
  }

  /** Sets why the row cannot be cut into columns; the first reason is kept. */
  public void malformed(String reason) {
    malformed = malformed == null ? reason : malformed;
  }

  public void set(int role, Object value) {
    values[role] = value;
  }

  public Object value(int role) {
    return values[role];
  }

  /** Returns why the row cannot be cut into columns, null if it can. */
  public String malformed() {
    return malformed;
  }

  /** The text of the row in the file. */
  public String text() {
    return text.get();
  }

  /** The file's name from the log's folder on. */
  public String source() {
    return source.get();
  }
}
