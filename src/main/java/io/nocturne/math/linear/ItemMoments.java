package io.nocturne.math.linear;

import io.nocturne.math.SparseRows;
import java.io.Serializable;

/**
 * Sums over users of each item's weights: how many there are, their sum, and the sum of their
 * squares. (Not a record, because Spark's Kryo cannot serialize records.)
 */
public final class ItemMoments implements Serializable {
  private static final long serialVersionUID = 1;

  private final double[] counts;
  private final double[] sums;
  private final double[] squares;

  /** Zeroes for that many items. */
  public ItemMoments(int items) {
    this.counts = new double[items];
    this.sums = new double[items];
    this.squares = new double[items];
  }

  /** The number of items. */
  public int items() {
    return counts.length;
  }

  /** Adds an entry of a user's row. */
  public void add(int item, float weight) {
    counts[item]++;
    sums[item] += weight;
    squares[item] += (double) weight * weight;
  }

  /** Adds all entries of these rows. */
  public void addAll(SparseRows rows) {
    for (int k = 0; k < rows.nonZeros(); k++) {
      add(rows.index(k), rows.value(k));
    }
  }

  /** Adds the sums of other users over the same items. */
  public void add(ItemMoments other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
      sums[i] += other.sums[i];
      squares[i] += other.squares[i];
    }
  }

  /** Sets every {@code step}-th item, from {@code first} on, to the items of another one. */
  public void set(int first, int step, ItemMoments other) {
    for (int k = 0; k < other.counts.length; k++) {
      int i = first + k * step;
      counts[i] = other.counts[k];
      sums[i] = other.sums[k];
      squares[i] = other.squares[k];
    }
  }

  /** The users who have the item. */
  public double count(int item) {
    return counts[item];
  }

  /** The sum of the item's weights. */
  public double sum(int item) {
    return sums[item];
  }

  /** The sum of the squares of the item's weights: the diagonal of X'X. */
  public double square(int item) {
    return squares[item];
  }
}
