package io.nocturne.model.linear;

import io.nocturne.math.Kernels;
import io.nocturne.math.SparseRows;
import io.nocturne.math.linear.SymmetricFloats;
import java.util.Arrays;

/** The entries of a batch of histories whose items are in one tile row, history by history. */
final class TileEntries {
  /**
   * Floats between columns that are copied out of a tile: a power of two would share cache sets.
   */
  private static final int PADDING = 16;

  private final int[] rows;
  private final int[] items;
  private final float[] weights;

  /** The distinct items, and the place of each entry's item among them. */
  private int[] distinct;

  private int[] places;

  private int size;

  private TileEntries(int capacity) {
    rows = new int[capacity];
    items = new int[capacity];
    weights = new float[capacity];
  }

  /**
   * Sorts the entries by tile row.
   *
   * @param reads what the weight of each item is multiplied by
   * @return null for tile rows without entries
   */
  static TileEntries[] of(SparseRows histories, float[] reads, int tileSize) {
    int[] counts = new int[(reads.length - 1) / tileSize + 1];
    for (int k = 0; k < histories.nonZeros(); k++) {
      counts[histories.index(k) / tileSize]++;
    }
    TileEntries[] sorted = new TileEntries[counts.length];
    for (int block = 0; block < counts.length; block++) {
      sorted[block] = counts[block] == 0 ? null : new TileEntries(counts[block]);
    }
    for (int row = 0; row < histories.rows(); row++) {
      for (int k = histories.start(row); k < histories.end(row); k++) {
        int item = histories.index(k);
        sorted[item / tileSize].add(row, item % tileSize, histories.value(k) * reads[item]);
      }
    }
    for (TileEntries entries : sorted) {
      if (entries != null) {
        entries.number(tileSize);
      }
    }
    return sorted;
  }

  /** The floats of the array that {@link #addColumns} needs. */
  static int columnFloats(int tileSize) {
    return tileSize * (tileSize + PADDING);
  }

  private void add(int row, int item, float weight) {
    rows[size] = row;
    items[size] = item;
    weights[size] = weight;
    size++;
  }

  private void number(int tileSize) {
    int[] place = new int[tileSize];
    Arrays.fill(place, -1);
    int found = 0;
    int[] order = new int[tileSize];
    places = new int[size];
    for (int k = 0; k < size; k++) {
      if (place[items[k]] < 0) {
        order[found] = items[k];
        place[items[k]] = found++;
      }
      places[k] = place[items[k]];
    }
    distinct = Arrays.copyOf(order, found);
  }

  /** Adds rows of the tile (from, block): the items are its rows, the scores its columns. */
  void addRows(SymmetricFloats tiles, int from, int block, float[] sums, Kernels kernels) {
    float[] array = tiles.array(from, block);
    int offset = tiles.offset(from, block);
    int tileSize = tiles.tileSize();
    int length = tiles.size(block);
    for (int k = 0; k < size; k++) {
      int row = offset + items[k] * tileSize;
      kernels.axpy(weights[k], array, row, sums, rows[k] * tileSize, length);
    }
  }

  /**
   * Adds columns of the tile (block, from): the items are its columns, the scores its rows.
   *
   * @param columns for the columns that occur, which are copied to rows
   */
  void addColumns(
      SymmetricFloats tiles, int from, int block, float[] sums, float[] columns, Kernels kernels) {
    float[] array = tiles.array(block, from);
    int offset = tiles.offset(block, from);
    int tileSize = tiles.tileSize();
    int length = tiles.size(block);
    int stride = tileSize + PADDING;
    for (int j = 0; j < length; j++) {
      int row = offset + j * tileSize;
      for (int q = 0; q < distinct.length; q++) {
        columns[q * stride + j] = array[row + distinct[q]];
      }
    }
    for (int k = 0; k < size; k++) {
      int column = places[k] * stride;
      kernels.axpy(weights[k], columns, column, sums, rows[k] * tileSize, length);
    }
  }
}
