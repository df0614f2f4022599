package io.nocturne.spark.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/** A sparse row with its items in ascending order. */
final class SortedRow implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] items;
  private final float[] weights;

  private SortedRow(int[] items, float[] weights) {
    this.items = items;
    this.weights = weights;
  }

  static SortedRow of(int[] items, float[] weights) {
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

  int[] items() {
    return items;
  }

  /** The items below {@code end}. */
  SortedRow below(int end) {
    int at = Arrays.binarySearch(items, end);
    int size = at >= 0 ? at : -at - 1;
    return new SortedRow(Arrays.copyOf(items, size), Arrays.copyOf(weights, size));
  }

  /**
   * Adds the products of the items from {@code first} on with all items to a strip of the Gram
   * matrix.
   *
   * @param sums the strip, rows {@code first} and on, row-major, [.. x width]
   */
  void addProducts(double[] sums, int first, int width) {
    int at = Arrays.binarySearch(items, first);
    for (int a = at >= 0 ? at : -at - 1; a < items.length; a++) {
      int row = (items[a] - first) * width;
      double weight = weights[a];
      for (int b = 0; b < items.length; b++) {
        sums[row + items[b]] += weight * weights[b];
      }
    }
  }
}
