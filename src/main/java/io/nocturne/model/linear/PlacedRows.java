package io.nocturne.model.linear;

import io.nocturne.math.Kernels;
import java.util.Arrays;

/**
 * The normalised training rows R for products R'R Z with few columns: each item has a place, the
 * most popular one the first, and Z a row for each place. The rows of popular items then stay in
 * the cache.
 */
final class PlacedRows {
  private final Kernels kernels = Kernels.get();

  /** [items]. */
  private final int[] places;

  /** R in compressed rows; columns are places, ascending. */
  private final int[] offsets;

  private final int[] columns;
  private final float[] values;

  /**
   * Normalises training rows, which are not changed.
   *
   * @param offsets of the rows
   * @param items of the entries
   * @param weights of the entries
   * @param degrees the sums of the items' weights, [items]
   */
  PlacedRows(int[] offsets, int[] items, float[] weights, float[] degrees) {
    this.places = places(degrees);
    this.offsets = offsets;
    this.columns = new int[items.length];
    this.values = new float[items.length];
    float[] ofItems = NormalizedRows.power(degrees, -.5);
    for (int row = 0; row + 1 < offsets.length; row++) {
      int from = offsets[row];
      int to = offsets[row + 1];
      double degree = 0;
      for (int k = from; k < to; k++) {
        degree += Math.abs(weights[k]);
      }
      float ofUser = degree > 0 ? (float) (1 / Math.sqrt(degree)) : 0;
      long[] entries = new long[to - from];
      for (int k = from; k < to; k++) {
        entries[k - from] = (long) places[items[k]] << Integer.SIZE | k;
      }
      Arrays.sort(entries);
      for (int k = from; k < to; k++) {
        int entry = (int) entries[k - from];
        columns[k] = places[items[entry]];
        values[k] = weights[entry] * ofUser * ofItems[items[entry]];
      }
    }
  }

  /** The rank of each item by its degree, the highest first. */
  private static int[] places(float[] degrees) {
    Integer[] order = new Integer[degrees.length];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, (a, b) -> Float.compare(degrees[b], degrees[a])); // stable
    int[] places = new int[degrees.length];
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
    }
    return places;
  }

  /** The row of an item. */
  int place(int item) {
    return places[item];
  }

  /** Adds factor R'R Z to another matrix; both are [items x width] by places. */
  void addNormal(float factor, float[] z, float[] to, int width) {
    for (int row = 0; row + 1 < offsets.length; row++) {
      kernels.addNormalProduct(
          factor, columns, values, offsets[row], offsets[row + 1], z, to, width, 0, width);
    }
  }
}
