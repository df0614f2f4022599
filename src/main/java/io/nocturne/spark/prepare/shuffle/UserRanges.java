package io.nocturne.spark.prepare.shuffle;

import io.nocturne.spark.log.IdSample;
import io.nocturne.spark.log.id.IdType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/** Consecutive ranges of users' ids with about the same number of rows. */
public final class UserRanges implements Serializable {
  private static final long serialVersionUID = 1;

  /** The rows of a range are held in memory together: some 10 MB of them. */
  private static final long ROWS = 250_000;

  /** Fewer rows are not worth a task of their own. */
  private static final long FEWEST_ROWS = 10_000;

  private final IdType type;
  private final Object[] bounds;
  private transient Comparator<Object> order;

  private UserRanges(IdType type, Object[] bounds) {
    this.type = type;
    this.bounds = bounds;
  }

  /**
   * Cuts the users into ranges. The tables that are made from them do not depend on the cuts.
   *
   * @param rows the number of rows
   * @param tasks the number of tasks that can run at once
   */
  static UserRanges of(IdSample users, IdType type, long rows, int tasks) {
    long ofSize = (rows + ROWS - 1) / ROWS;
    long forTasks = Math.min(tasks, (rows + FEWEST_ROWS - 1) / FEWEST_ROWS);
    int ranges = Math.toIntExact(Math.max(1, Math.max(ofSize, forTasks)));
    return new UserRanges(type, users.bounds(type, ranges).toArray());
  }

  /** The number of ranges. */
  int count() {
    return bounds.length + 1;
  }

  /** Returns the range of a user. */
  int of(Object user) {
    if (order == null) {
      order = type.order();
    }
    int place = Arrays.binarySearch(bounds, user, order);
    return place < 0 ? -1 - place : place + 1;
  }
}
