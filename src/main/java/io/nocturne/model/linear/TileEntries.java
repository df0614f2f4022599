package io.nocturne.model.linear;

import io.nocturne.math.SparseRows;
import java.util.Arrays;

/** The entries of a batch of histories whose items are in one tile row, history by history. */
final class TileEntries {
  /**
   * Floats between columns that are copied out of a tile: a power of two would share cache sets.
   */
  private static final int PADDING = 16;

  /** Floats of a cache line. */
  private static final int LINE = 16;

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

  /** The floats of the array for copies of all columns of a tile, in a panel of this width. */
  static int columnFloats(int tileSize, int width) {
    return tileSize * (width + PADDING);
  }

  private void add(int row, int item, float weight) {
    rows[size] = row;
    items[size] = item;
    weights[size] = weight;
    size++;
  }

  private void number(int tileSize) {
    boolean[] occurs = new boolean[tileSize];
    for (int k = 0; k < size; k++) {
      occurs[items[k]] = true;
    }
    int[] place = new int[tileSize];
    int[] order = new int[tileSize];
    int found = 0;
    for (int item = 0; item < tileSize; item++) {
      if (occurs[item]) {
        order[found] = item;
        place[item] = found++;
      }
    }
    places = new int[size];
    for (int k = 0; k < size; k++) {
      places[k] = place[items[k]];
    }
    distinct = Arrays.copyOf(order, found);
  }

  /** Adds to the sums of a panel what follows from the items in tile row {@code from}. */
  void add(TilePanel panel, int from) {
    if (from >= panel.block()) {
      addRows(panel, from);
    } else {
      addColumns(panel, from);
    }
  }

  /** Adds rows of the tile (from, block): the items are its rows, the scores its columns. */
  private void addRows(TilePanel panel, int from) {
    float[] copy = panel.copiedColumns(from);
    for (int k = 0; k < size; k++) {
      int to = rows[k] * SymmetricWeights.PANEL;
      int row = items[k] * SymmetricWeights.PANEL;
      panel.kernels().axpy(weights[k], copy, row, panel.sums(), to, panel.length());
    }
  }

  /** Adds columns of the tile (block, from): the items are its columns, the scores its rows. */
  private void addColumns(TilePanel panel, int from) {
    int tileSize = panel.tiles().tileSize();
    float[] copy = panel.copiedRows(from);
    int length = panel.length();
    int stride = SymmetricWeights.PANEL + PADDING;
    float[] columns = panel.columns();
    for (int j = 0; j < length; j += LINE) {
      copy(copy, j * tileSize, tileSize, Math.min(LINE, length - j), columns, j, stride);
    }
    for (int k = 0; k < size; k++) {
      int to = rows[k] * SymmetricWeights.PANEL;
      panel.kernels().axpy(weights[k], columns, places[k] * stride, panel.sums(), to, length);
    }
  }

  /** Copies the columns that occur from some rows of a tile: a cache line of each at a time. */
  private void copy(
      float[] array, int from, int tileSize, int rows, float[] columns, int to, int stride) {
    for (int q = 0; q < distinct.length; q++) {
      int at = from + distinct[q];
      int first = to + q * stride;
      if (rows == LINE) {
        for (int j = 0; j < LINE; j++) {
          columns[first + j] = array[at + j * tileSize];
        }
      } else {
        for (int j = 0; j < rows; j++) {
          columns[first + j] = array[at + j * tileSize];
        }
      }
    }
  }
}
