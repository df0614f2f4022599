package io.nocturne.spark.prepare;

import io.nocturne.math.LongestArray;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One user's rows as logged, not merged: first added, then sorted. The arrays are reused for the
 * next user and hold numbers only, so a user with a million rows is cheap.
 *
 * <p>Once sorted, a row is identified by its place in the order of part, time, the log's order
 * column, the hash of {@link Draws#tie}, item and rating. An item that the log does not have gets a
 * negative number that is valid for this user.
 */
final class UserRows {
  private static final int FIRST_SIZE = 64;

  private final Draws draws;
  private final long[] itemKeys;
  private final int[] inPart = new int[Part.values().length];
  private final Map<Object, Integer> unknownItems = new HashMap<>();
  private long userKey;
  private int size;
  private int unknownRows;
  private byte[] parts = new byte[FIRST_SIZE];
  private int[] items = new int[FIRST_SIZE];
  private long[] times = new long[FIRST_SIZE];
  private long[] orders = new long[FIRST_SIZE];
  private long[] ties = new long[FIRST_SIZE];
  private double[] ratings = new double[FIRST_SIZE];
  private int[] sorted = new int[FIRST_SIZE];
  private int[] scratch = new int[FIRST_SIZE];

  /**
   * @param itemKeys the {@link Draws#key} of each item's id, [items]
   */
  UserRows(Draws draws, long[] itemKeys) {
    this.draws = draws;
    this.itemKeys = itemKeys;
  }

  /** Clears the rows and starts another user. */
  void begin(Object userId) {
    userKey = Draws.key(userId);
    size = 0;
    unknownRows = 0;
    Arrays.fill(inPart, 0);
    unknownItems.clear();
  }

  /** Adds a row about an item of the log. */
  void add(Part part, int item, long time, long order, double rating) {
    add(part, item, itemKeys[item], time, order, rating);
  }

  /** Adds a row about an item that the log does not have. */
  void addUnknown(Part part, Object itemId, long time, long order, double rating) {
    int item = unknownItems.computeIfAbsent(itemId, id -> -1 - unknownItems.size());
    add(part, item, Draws.key(itemId), time, order, rating);
    unknownRows++;
  }

  private void add(Part part, int item, long itemKey, long time, long order, double rating) {
    if (size == items.length) {
      grow(Math.toIntExact(Math.min(2L * size, LongestArray.LENGTH)));
    }
    parts[size] = (byte) part.ordinal();
    items[size] = item;
    times[size] = time;
    orders[size] = order;
    ties[size] = draws.tie(userKey, itemKey);
    ratings[size] = rating;
    inPart[part.ordinal()]++;
    size++;
  }

  private void grow(int length) {
    parts = Arrays.copyOf(parts, length);
    items = Arrays.copyOf(items, length);
    times = Arrays.copyOf(times, length);
    orders = Arrays.copyOf(orders, length);
    ties = Arrays.copyOf(ties, length);
    ratings = Arrays.copyOf(ratings, length);
    sorted = new int[length];
    scratch = new int[length];
  }

  /** The number of rows about items that the log does not have. */
  int unknownRows() {
    return unknownRows;
  }

  /** Whether the user has rows in a part. */
  boolean isIn(Part part) {
    return inPart[part.ordinal()] > 0;
  }

  /** The first place of a part. */
  int from(Part part) {
    int from = 0;
    for (int before = 0; before < part.ordinal(); before++) {
      from += inPart[before];
    }
    return from;
  }

  /** The place after the last one of a part. */
  int to(Part part) {
    return from(part) + inPart[part.ordinal()];
  }

  /** The first place of a part whose row is at {@code time} or later. */
  int firstAt(Part part, long time) {
    int from = from(part);
    int to = to(part);
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (time(middle) < time) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** The number of rows. */
  int size() {
    return size;
  }

  int item(int place) {
    return items[sorted[place]];
  }

  long time(int place) {
    return times[sorted[place]];
  }

  double rating(int place) {
    return ratings[sorted[place]];
  }

  /** Whether nothing but the hash says which of two rows came first. */
  boolean isTied(int place, int other) {
    int a = sorted[place];
    int b = sorted[other];
    return times[a] == times[b] && orders[a] == orders[b];
  }

  /** Sorts what was added; places count from here on. */
  void sort() {
    for (int k = 0; k < size; k++) {
      sorted[k] = k;
    }
    sort(0, size);
  }

  /** Merge sort of indices by numbers, without boxing. */
  private void sort(int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(from, middle);
    sort(middle, to);
    if (compare(sorted[middle - 1], sorted[middle]) > 0) {
      merge(from, middle, to);
    }
  }

  private void merge(int from, int middle, int to) {
    System.arraycopy(sorted, from, scratch, from, middle - from);
    int left = from;
    int right = middle;
    for (int k = from; left < middle; k++) {
      boolean takeRight = right < to && compare(scratch[left], sorted[right]) > 0;
      sorted[k] = takeRight ? sorted[right++] : scratch[left++];
    }
  }

  private int compare(int a, int b) {
    int order = Byte.compare(parts[a], parts[b]);
    order = order != 0 ? order : Long.compare(times[a], times[b]);
    order = order != 0 ? order : Long.compare(orders[a], orders[b]);
    order = order != 0 ? order : Long.compare(ties[a], ties[b]);
    order = order != 0 ? order : Integer.compare(items[a], items[b]);
    return order != 0 ? order : Double.compare(ratings[a], ratings[b]);
  }
}
