package io.nocturne.spark.log;

/**
 * The names of a log's columns. {@code rating}, {@code time} and {@code order} may be {@link #AUTO}
 * (taken when there) or empty (none).
 */
public record LogColumns(String user, String item, String rating, String time, String order) {
  /** Stands for: the usual name, when the log has it. */
  public static final String AUTO = "auto";
}
