package io.nocturne.model;

import io.nocturne.math.SparseRows;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * One user's interactions in chronological order: {@code items[k]} was met with weight {@code
 * weights[k]} at {@code times[k]}. Items are distinct. Times are seconds since 1970, or places in
 * the user's order where there is no clock, or all zero where there is neither. A history may know
 * the training row of its user ({@link #owner}).
 */
public final class History implements Serializable {
  private static final long serialVersionUID = 1;

  /** An empty history. */
  public static final History EMPTY = new History(new int[0], new float[0], new long[0]);

  private final int[] items;
  private final float[] weights;
  private final long[] times;
  private final int owner;

  /** A history of these items, oldest first, each with weight 1; without times. */
  public static History of(int... items) {
    float[] ones = new float[items.length];
    Arrays.fill(ones, 1);
    return new History(items, ones, new long[items.length]);
  }

  /** Takes the arrays as they are, without copying; they must have one length. */
  public History(int[] items, float[] weights, long[] times) {
    this(items, weights, times, SparseRows.NO_OWNER);
  }

  private History(int[] items, float[] weights, long[] times, int owner) {
    if (items.length != weights.length || items.length != times.length) {
      throw new IllegalArgumentException(
          "Invalid history: %d items, %d weights, %d times (expected one length)"
              .formatted(items.length, weights.length, times.length));
    }
    this.items = items;
    this.weights = weights;
    this.times = times;
    this.owner = owner;
  }

  /**
   * The same history with the training row of its user.
   *
   * @param trainingRow from 0 on; {@link SparseRows#NO_OWNER} for a user who is not in it
   */
  public History ownedBy(int trainingRow) {
    return new History(items, weights, times, trainingRow);
  }

  /**
   * The user's row in the training data, for models that keep something for each training user;
   * {@link SparseRows#NO_OWNER} if the user is not in it or the row is unknown.
   */
  public int owner() {
    return owner;
  }

  /** The number of interactions. */
  public int size() {
    return items.length;
  }

  /** Whether there are no interactions. */
  public boolean isEmpty() {
    return items.length == 0;
  }

  /** The items, oldest first; not to be written to. */
  public int[] items() {
    return items;
  }

  /** The weight of each item; not to be written to. */
  public float[] weights() {
    return weights;
  }

  /** The time of each item; not to be written to. */
  public long[] times() {
    return times;
  }

  /** The interactions at the places where {@code keep} is true. */
  public History filter(boolean[] keep) {
    int size = 0;
    for (boolean k : keep) {
      size += k ? 1 : 0;
    }
    int[] places = new int[size];
    for (int k = 0, to = 0; k < keep.length; k++) {
      if (keep[k]) {
        places[to++] = k;
      }
    }
    return at(places);
  }

  /** The newest {@code size} interactions; all of them when there are fewer. */
  public History newest(int size) {
    int from = Math.max(0, items.length - size);
    return new History(
        Arrays.copyOfRange(items, from, items.length),
        Arrays.copyOfRange(weights, from, items.length),
        Arrays.copyOfRange(times, from, items.length),
        owner);
  }

  /**
   * The same history under other item indices: item i becomes {@code newIndex[i]}, and is dropped
   * where that is negative, as is an index of -1, an item outside the catalogue.
   */
  public History reindex(int[] newIndex) {
    int[] places = new int[items.length];
    int size = 0;
    for (int k = 0; k < items.length; k++) {
      if (items[k] >= 0 && newIndex[items[k]] >= 0) {
        places[size++] = k;
      }
    }
    History kept = at(Arrays.copyOf(places, size));
    for (int k = 0; k < size; k++) {
      kept.items[k] = newIndex[kept.items[k]];
    }
    return kept;
  }

  /**
   * The interactions of this history and those of {@code other} whose items are not yet in it, by
   * time; on equal times this history's come first.
   */
  public History then(History other) {
    int[] mine = items.clone();
    Arrays.sort(mine);
    boolean[] fresh = new boolean[other.items.length];
    for (int k = 0; k < fresh.length; k++) {
      fresh[k] = Arrays.binarySearch(mine, other.items[k]) < 0;
    }
    History more = other.filter(fresh);
    int[] allItems = Arrays.copyOf(items, items.length + more.items.length);
    float[] allWeights = Arrays.copyOf(weights, allItems.length);
    long[] allTimes = Arrays.copyOf(times, allItems.length);
    System.arraycopy(more.items, 0, allItems, items.length, more.items.length);
    System.arraycopy(more.weights, 0, allWeights, items.length, more.items.length);
    System.arraycopy(more.times, 0, allTimes, items.length, more.items.length);
    return new History(allItems, allWeights, allTimes, owner).byTime();
  }

  /** The same interactions with the items in ascending order. */
  public History byItem() {
    long[] pairs = new long[items.length]; // an item and its place each
    for (int k = 0; k < pairs.length; k++) {
      pairs[k] = (long) items[k] << 32 | k;
    }
    Arrays.sort(pairs);
    int[] places = new int[pairs.length];
    for (int k = 0; k < places.length; k++) {
      places[k] = (int) pairs[k];
    }
    return at(places);
  }

  private History byTime() {
    int[] places =
        IntStream.range(0, times.length)
            .boxed()
            .sorted(Comparator.comparingLong(k -> times[k])) // stable
            .mapToInt(k -> k)
            .toArray();
    return at(places);
  }

  /** The items in ascending order, as a new array. */
  public int[] sortedItems() {
    int[] sorted = items.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private History at(int[] places) {
    int[] newItems = new int[places.length];
    float[] newWeights = new float[places.length];
    long[] newTimes = new long[places.length];
    for (int k = 0; k < places.length; k++) {
      newItems[k] = items[places[k]];
      newWeights[k] = weights[places[k]];
      newTimes[k] = times[places[k]];
    }
    return new History(newItems, newWeights, newTimes, owner);
  }
}
