package io.nocturne.spark.prepare;

import io.nocturne.math.LongestArray;
import io.nocturne.spark.log.id.IdNumbers;
import io.nocturne.spark.log.id.IdType;
import io.nocturne.spark.prepare.shuffle.LoggedRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a range of users, in arrays of numbers, and grouped by user. Rows are added in any
 * order, and then read user by user.
 */
final class LoggedRows {
  private static final Part[] PARTS = Part.values();
  private static final int FIRST_SIZE = 1 << 10;

  private final IdNumbers numbers = new IdNumbers();
  private final List<Object> userIds = new ArrayList<>();
  private final Map<Integer, Object> unknownItems = new HashMap<>();
  private int size;
  private int[] users = new int[FIRST_SIZE];
  private byte[] parts = new byte[FIRST_SIZE];
  private int[] items = new int[FIRST_SIZE];
  private long[] times = new long[FIRST_SIZE];
  private long[] orders = new long[FIRST_SIZE];
  private double[] ratings = new double[FIRST_SIZE];

  /** Collects all rows of a range. */
  static LoggedRows of(LoggedRow rows) {
    LoggedRows collected = new LoggedRows();
    while (rows.next()) {
      collected.add(rows);
    }
    return collected;
  }

  private void add(LoggedRow row) {
    if (row.unknownItem() != null) {
      unknownItems.put(size, row.unknownItem());
    }
    add(row.user(), PARTS[row.part()], row.item(), row.time(), row.order(), row.rating());
  }

  /** Adds a row about an item that the log does not have. */
  void addUnknown(Object user, Part part, Object item, long time, long order, double rating) {
    unknownItems.put(size, item);
    add(user, part, -1, time, order, rating);
  }

  /** Adds a row. */
  void add(Object user, Part part, int item, long time, long order, double rating) {
    if (size == users.length) {
      grow(Math.toIntExact(Math.min(2L * size, LongestArray.LENGTH)));
    }
    int number = numbers.add(user);
    if (number == userIds.size()) {
      userIds.add(user);
    }
    users[size] = number;
    parts[size] = (byte) part.ordinal();
    items[size] = item;
    times[size] = time;
    orders[size] = order;
    ratings[size] = rating;
    size++;
  }

  private void grow(int length) {
    users = Arrays.copyOf(users, length);
    parts = Arrays.copyOf(parts, length);
    items = Arrays.copyOf(items, length);
    times = Arrays.copyOf(times, length);
    orders = Arrays.copyOf(orders, length);
    ratings = Arrays.copyOf(ratings, length);
  }

  /** Groups what was added by user. */
  ByUser byUser(IdType type) {
    return new ByUser(type);
  }

  /** The rows of one user after another. */
  final class ByUser {
    private final List<Object> sorted = new ArrayList<>(userIds);

    /** The first place of each user in {@link #rows}, [users + 1]. */
    private final int[] first = new int[userIds.size() + 1];

    private final int[] rows = new int[size];

    private ByUser(IdType type) {
      Comparator<Object> order = type.order();
      sorted.sort(order);
      for (int row = 0; row < size; row++) {
        first[users[row] + 1]++;
      }
      for (int user = 0; user < userIds.size(); user++) {
        first[user + 1] += first[user];
      }
      int[] next = first.clone();
      for (int row = 0; row < size; row++) {
        rows[next[users[row]]++] = row;
      }
    }

    /** The number of users. */
    int users() {
      return sorted.size();
    }

    /** Returns the id of the k-th user in the order of the ids. */
    Object id(int k) {
      return sorted.get(k);
    }

    /** Adds the rows of the k-th user. */
    void addTo(UserRows to, int k) {
      int user = numbers.of(id(k));
      for (int at = first[user]; at < first[user + 1]; at++) {
        int row = rows[at];
        Part part = PARTS[parts[row]];
        if (items[row] < 0) {
          to.addUnknown(part, unknownItems.get(row), times[row], orders[row], ratings[row]);
        } else {
          to.add(part, items[row], times[row], orders[row], ratings[row]);
        }
      }
    }
  }
}
