package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A user's rows merged by item: each item once, ascending, with its merged rating and the places of
 * its first and its last row in {@link UserRows}.
 */
final class MergedRows {
  private final UserRows rows;
  private final int[] items;
  private final double[] ratings;
  private final int[] first;
  private final int[] last;

  private MergedRows(UserRows rows, int[] items, double[] ratings, int[] first, int[] last) {
    this.rows = rows;
    this.items = items;
    this.ratings = ratings;
    this.first = first;
    this.last = last;
  }

  /** Merges the rows of the places {@code from} to {@code to - 1}, which are of one part. */
  static MergedRows of(UserRows rows, int from, int to, Duplicates duplicates) {
    long[] byItem = new long[to - from];
    for (int place = from; place < to; place++) {
      byItem[place - from] = pair(rows.item(place), place);
    }
    Arrays.sort(byItem); // and the rows about one item by their places
    int distinct = distinct(byItem);
    MergedRows merged =
        new MergedRows(
            rows, new int[distinct], new double[distinct], new int[distinct], new int[distinct]);
    int at = -1;
    for (int k = 0; k < byItem.length; k++) {
      int place = (int) byItem[k];
      double rating = rows.rating(place);
      if (k == 0 || item(byItem[k]) != item(byItem[k - 1])) {
        at++;
        merged.items[at] = item(byItem[k]);
        merged.first[at] = place;
        merged.ratings[at] = duplicates.first(rating);
      } else {
        merged.ratings[at] = duplicates.next(merged.ratings[at], rating);
      }
      merged.last[at] = place;
    }
    return merged;
  }

  /**
   * Packs two numbers into one that sorts by the first, then by the second, which is not negative.
   */
  private static long pair(int high, int low) {
    return ((long) high << 32) | low;
  }

  private static int item(long pair) {
    return (int) (pair >> 32);
  }

  private static int distinct(long[] byItem) {
    int distinct = 0;
    for (int k = 0; k < byItem.length; k++) {
      distinct += k == 0 || item(byItem[k]) != item(byItem[k - 1]) ? 1 : 0;
    }
    return distinct;
  }

  /** The number of items. */
  int size() {
    return items.length;
  }

  boolean has(int item) {
    return Arrays.binarySearch(items, item) >= 0;
  }

  /** The place of the first row about the k-th item. */
  int first(int k) {
    return first[k];
  }

  /** The place of the last row about the k-th item. */
  int last(int k) {
    return last[k];
  }

  /** Returns the items with a merged rating of {@code rating} or more. */
  MergedRows atLeast(double rating) {
    return select(k -> ratings[k] >= rating);
  }

  /** Returns the items that {@code met} does not have. */
  MergedRows without(MergedRows met) {
    return select(k -> !met.has(items[k]));
  }

  /** Returns the items that the log has. */
  MergedRows ofTheLog() {
    return select(k -> items[k] >= 0);
  }

  /** Returns the items that the log does not have. */
  MergedRows unknown() {
    return select(k -> items[k] < 0);
  }

  /** Returns the k-th item alone. */
  MergedRows only(int k) {
    return select(other -> other == k);
  }

  private MergedRows select(IntPredicate wanted) {
    int size = 0;
    int[] kept = new int[items.length];
    for (int k = 0; k < items.length; k++) {
      if (wanted.test(k)) {
        kept[size++] = k;
      }
    }
    if (size == items.length) {
      return this;
    }
    MergedRows selected =
        new MergedRows(rows, new int[size], new double[size], new int[size], new int[size]);
    for (int k = 0; k < size; k++) {
      selected.items[k] = items[kept[k]];
      selected.ratings[k] = ratings[kept[k]];
      selected.first[k] = first[kept[k]];
      selected.last[k] = last[kept[k]];
    }
    return selected;
  }

  /** The indices of the items in the order in which they were first met. */
  int[] byFirst() {
    return by(first);
  }

  /** The indices of the items in the order in which they were last met. */
  int[] byLast() {
    return by(last);
  }

  private static int[] by(int[] places) {
    long[] pairs = new long[places.length];
    for (int k = 0; k < pairs.length; k++) {
      pairs[k] = pair(places[k], k);
    }
    Arrays.sort(pairs);
    return Arrays.stream(pairs).mapToInt(pair -> (int) pair).toArray();
  }

  /**
   * A history of the items at these indices, in their order; each at the time of its last row.
   *
   * @param binary whether each weighs 1 rather than its rating
   */
  History history(int[] indices, boolean binary) {
    int[] historyItems = new int[indices.length];
    long[] times = new long[indices.length];
    for (int k = 0; k < indices.length; k++) {
      historyItems[k] = items[indices[k]];
      times[k] = rows.time(last[indices[k]]);
    }
    return new History(historyItems, weights(indices, binary), times);
  }

  /** The weights of the items at these indices. */
  float[] weights(int[] indices, boolean binary) {
    float[] weights = new float[indices.length];
    for (int k = 0; k < indices.length; k++) {
      weights[k] = binary ? 1f : finite(ratings[indices[k]]);
    }
    return weights;
  }

  /** Good ratings are floats, and a sum of them may be none. */
  private static float finite(double rating) {
    return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, rating));
  }
}
