package io.nocturne.model.sample;

import java.io.Serializable;
import java.time.LocalDate;

/** How large a sample log is and how dirty; with a seed it fixes every row of every day. */
public final class SampleSettings implements Serializable {

  private static final long serialVersionUID = 1L;

  private final LocalDate origin;
  private final int users;
  private final int items;
  private final double rowsPerDay;
  private final double repeatedShare;
  private final double brokenShare;

  /**
   * Checks and keeps them.
   *
   * @param origin the day the invented service opened; there are no rows before it
   * @param users about how many users the first 90 days show, 1 or more; new ones keep arriving and
   *     old ones leaving, so that about 60 % of this number are customers at any time
   * @param items how many items the catalogue has, 1 or more
   * @param rowsPerDay the mean number of rows a day, repeated and broken ones included, above 0
   * @param repeatedShare the share of rows that repeat an interaction, half of them letter by
   *     letter and half with a new rating and time, 0 or more
   * @param brokenShare the share of rows with a {@link Flaw}, 0 or more; at most 0.5 together with
   *     the repeated ones
   * @throws IllegalArgumentException if a value is out of its range
   */
  public SampleSettings(
      LocalDate origin,
      int users,
      int items,
      double rowsPerDay,
      double repeatedShare,
      double brokenShare) {
    check(users >= 1, "users", users, "1 or more");
    check(items >= 1, "items", items, "1 or more");
    check(rowsPerDay > 0 && rowsPerDay < 1e9, "rows per day", rowsPerDay, "above 0, below 1e9");
    check(repeatedShare >= 0, "repeated share", repeatedShare, "0 or more");
    check(brokenShare >= 0, "broken share", brokenShare, "0 or more");
    double extra = repeatedShare + brokenShare;
    check(extra <= 0.5, "repeated and broken share", extra, "0.5 at most");
    this.origin = origin;
    this.users = users;
    this.items = items;
    this.rowsPerDay = rowsPerDay;
    this.repeatedShare = repeatedShare;
    this.brokenShare = brokenShare;
  }

  /** The first day with rows. */
  public LocalDate origin() {
    return origin;
  }

  /** About how many users the first 90 days show. */
  public int users() {
    return users;
  }

  /** The size of the catalogue. */
  public int items() {
    return items;
  }

  /** The mean number of rows a day. */
  public double rowsPerDay() {
    return rowsPerDay;
  }

  /** The share of rows that repeat an interaction. */
  public double repeatedShare() {
    return repeatedShare;
  }

  /** The share of rows with a flaw. */
  public double brokenShare() {
    return brokenShare;
  }

  /** The share of rows that are neither repeated nor broken, 0.5 or more. */
  double plainShare() {
    return 1 - repeatedShare - brokenShare;
  }

  private static void check(boolean valid, String name, Object value, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (expected " + expected + ")");
    }
  }
}
