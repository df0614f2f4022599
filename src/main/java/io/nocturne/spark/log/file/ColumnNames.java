package io.nocturne.spark.log.file;

import java.util.List;

/**
 * The names of a log's columns. {@code rating}, {@code time} and {@code order} may be {@link #AUTO}
 * (taken when there) or empty (none). Case counts only where two columns differ in nothing else.
 */
public record ColumnNames(String user, String item, String rating, String time, String order) {
  /** Stands for the usual name, if the log has it. */
  public static final String AUTO = "auto";

  /** The places of the columns in {@link #roles}. */
  public static final int USER = 0;

  public static final int ITEM = 1;
  public static final int RATING = 2;
  public static final int TIME = 3;
  public static final int ORDER = 4;

  /** Returns the roles to read, in a fixed order. */
  public List<Role> roles() {
    return List.of(
        Role.required("user", user, "input.columns.user"),
        Role.required("item", item, "input.columns.item"),
        Role.optional("rating", rating, List.of("rating"), "input.columns.rating"),
        Role.optional("time", time, List.of("timestamp", "time"), "input.columns.time"),
        Role.optional("order", order, List.of("order"), "input.columns.order"));
  }
}
