package io.nocturne.math;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/** A sparse row with its items in ascending order. */
public final class SortedRow implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] items;
  private final float[] weights;

  private SortedRow(int[] items, float[] weights) {
    this.items = items;
    this.weights = weights;
  }

  /** Sorts a row; the arrays are not changed. */
  public static SortedRow of(int[] items, float[] weights) {
    Integer[] order = new Integer[items.length];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, Comparator.comparingInt(k -> items[k]));
    int[] sortedItems = new int[items.length];
    float[] sortedWeights = new float[items.length];
    for (int k = 0; k < items.length; k++) {
      sortedItems[k] = items[order[k]];
      sortedWeights[k] = weights[order[k]];
    }
    return new SortedRow(sortedItems, sortedWeights);
  }

  /** The items, ascending; not a copy, do not modify. */
  public int[] items() {
    return items;
  }

  /** The items below {@code end}. */
  public SortedRow below(int end) {
    int size = firstFrom(end);
    return new SortedRow(Arrays.copyOf(items, size), Arrays.copyOf(weights, size));
  }

  /**
   * Adds the products of the items from {@code first} (inclusive) to {@code width} (exclusive) with
   * all items below {@code width} to a strip of the Gram matrix.
   *
   * @param sums the strip, rows {@code first} to {@code width}, row-major, [width - first x width]
   */
  public void addProducts(double[] sums, int first, int width) {
    int end = firstFrom(width);
    for (int a = firstFrom(first); a < end; a++) {
      int row = (items[a] - first) * width;
      double weight = weights[a];
      for (int b = 0; b < end; b++) {
        sums[row + items[b]] += weight * weights[b];
      }
    }
  }

  /** Position of the first item that is not below {@code least}. */
  private int firstFrom(int least) {
    int at = Arrays.binarySearch(items, least);
    return at >= 0 ? at : -at - 1;
  }
}
