package io.nocturne.model.linear;

import io.nocturne.math.Kernels;
import io.nocturne.math.linear.SymmetricFloats;

/**
 * Some items whose scores are summed, all of one tile row.
 *
 * @param tiles P
 * @param block their tile row
 * @param first the first of them
 * @param end after the last of them
 * @param sums [histories x {@link SymmetricWeights#PANEL}]
 * @param columns for copies of columns
 * @param copy for a copy of a tile, which is read in order: single rows would be waited for
 */
record TilePanel(
    SymmetricFloats tiles,
    int block,
    int first,
    int end,
    float[] sums,
    float[] columns,
    float[] copy,
    Kernels kernels) {

  /** The number of items. */
  int length() {
    return end - first;
  }

  /** The place of the first item in its tile row. */
  int within() {
    return first - tiles.first(block);
  }

  /** A tile in the copy. */
  float[] copied(int r, int c) {
    System.arraycopy(tiles.array(r, c), tiles.offset(r, c), copy, 0, copy.length);
    return copy;
  }
}
