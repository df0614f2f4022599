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
 * @param copy for a copy of a part of a tile, read in order: single rows would be waited for
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

  /**
   * Copies the panel's columns of the tile (r, block), as rows of {@link SymmetricWeights#PANEL}.
   */
  float[] copiedColumns(int r) {
    float[] array = tiles.array(r, block);
    int from = tiles.offset(r, block) + within();
    for (int i = 0; i < tiles.size(r); i++) {
      int row = from + i * tiles.tileSize();
      System.arraycopy(array, row, copy, i * SymmetricWeights.PANEL, length());
    }
    return copy;
  }

  /** Copies the panel's rows of the tile (block, c). */
  float[] copiedRows(int c) {
    int size = tiles.tileSize();
    int from = tiles.offset(block, c) + within() * size;
    System.arraycopy(tiles.array(block, c), from, copy, 0, length() * size);
    return copy;
  }
}
