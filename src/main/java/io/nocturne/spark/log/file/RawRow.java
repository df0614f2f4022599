package io.nocturne.spark.log.file;

import java.util.Arrays;

/**
 * One row of a file, cut into a value for each {@link Role} and not judged yet. One object is
 * filled again and again; who wants to keep anything copies it.
 *
 * <p>A value is null where the file has no such column or the row no such value; a {@code String},
 * a {@code Long}, a {@code Double}, a {@code BigDecimal}, a {@code Boolean}, {@code byte[]}, {@link
 * Seconds} or {@link Nested}.
 */
public final class RawRow {
  /** A point in time whose unit the file itself has told, in whole seconds since 1970. */
  public record Seconds(long value) {}

  /** What json has in place of a value. */
  public enum Nested {
    LIST,
    OBJECT
  }

  /** A text that is made when it is asked for. */
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
   * Begins a row without any value.
   *
   * @param itsSource the name of its file, which only bad rows are asked for
   * @param itsText the whole of it
   */
  public void begin(Text itsSource, Text itsText) {
    source = itsSource;
    text = itsText;
    malformed = null;
    Arrays.fill(values, null);
  }

  /** Says why the row cannot be cut into columns; the first reason stays. */
  public void malformed(String reason) {
    malformed = malformed == null ? reason : malformed;
  }

  public void set(int role, Object value) {
    values[role] = value;
  }

  public Object value(int role) {
    return values[role];
  }

  /** Why the row cannot be cut into columns, null where it can. */
  public String malformed() {
    return malformed;
  }

  /** The row as it stands in the file. */
  public String text() {
    return text.get();
  }

  /** The file's name from the log's folder on. */
  public String source() {
    return source.get();
  }
}
