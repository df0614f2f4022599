package io.nocturne.model.linear;

import io.nocturne.math.SparseRows;
import io.nocturne.math.linear.SymmetricFloats;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The weights from some items to a few consecutive ones, side by side: a row for each item that
 * occurs in a batch of histories, those of the most frequent items first, as they are the ones that
 * stay in a core's cache. They are copied out of the half of a symmetric matrix, in which one part
 * of them lies in rows and the other in columns: once for all histories of a batch, so that these
 * can be summed from whole rows in a cache.
 */
final class WeightPanel {
  /**
   * Rows of a tile, and columns, that are read together: lines of the cache. They are read once, to
   * a small square, as rows of a tile lie in the same sets of a cache.
   */
  private static final int LINE = 16;

  private final SymmetricFloats matrix;
  private final int width;

  /** The items that occur, ascending; the first of each tile row among them; their rows here. */
  private final int[] occurring;

  private final int[] firstOfTiles;
  private final int[] rows;
  private final int[] places;
  private final float[] weights;
  private final float[] square = new float[LINE * LINE];

  /**
   * A panel for the items of some histories; empty until it is {@link #fill filled}.
   *
   * @param width the number of consecutive items; divides the size of a tile, or there is one tile
   */
  WeightPanel(SymmetricFloats matrix, int width, SparseRows histories) {
    if (matrix.tileRows() > 1 && (matrix.tileSize() % width != 0 || width % LINE != 0)) {
      throw new IllegalArgumentException(
          "Invalid width of a panel: %d (expected a multiple of %d that divides the tile size %d)"
              .formatted(width, LINE, matrix.tileSize()));
    }
    this.matrix = matrix;
    this.width = width;
    int[] counts = new int[matrix.n()];
    for (int k = 0; k < histories.nonZeros(); k++) {
      counts[histories.index(k)]++;
    }
    this.occurring = IntStream.range(0, counts.length).filter(item -> counts[item] > 0).toArray();
    this.firstOfTiles = new int[matrix.tileRows() + 1];
    for (int item : occurring) {
      firstOfTiles[item / matrix.tileSize() + 1]++;
    }
    for (int r = 0; r < matrix.tileRows(); r++) {
      firstOfTiles[r + 1] += firstOfTiles[r];
    }
    int[] byCount = byCount(counts, occurring);
    int[] placeOf = new int[matrix.n()];
    for (int place = 0; place < byCount.length; place++) {
      placeOf[byCount[place]] = place;
    }
    this.rows = new int[occurring.length];
    Arrays.setAll(rows, q -> placeOf[occurring[q]]);
    this.places = new int[histories.nonZeros()];
    Arrays.setAll(places, k -> placeOf[histories.index(k)]);
    this.weights = new float[Math.multiplyExact(occurring.length, width)];
  }

  /** The items, the most frequent first. */
  private static int[] byCount(int[] counts, int[] items) {
    long[] keys = new long[items.length];
    Arrays.setAll(keys, q -> (long) -counts[items[q]] << 32 | items[q]);
    Arrays.sort(keys);
    int[] sorted = new int[items.length];
    Arrays.setAll(sorted, q -> (int) keys[q]);
    return sorted;
  }

  /** The row of each of the histories' entries. */
  int[] places() {
    return places;
  }

  /** The weights, [items that occur x width], row-major. */
  float[] weights() {
    return weights;
  }

  /** Copies the weights to the items from {@code first} on, at most {@link #width} of them. */
  void fill(int first) {
    int block = first / matrix.tileSize();
    int within = first - matrix.first(block);
    int length = Math.min(width, matrix.size(block) - within);
    for (int r = 0; r < matrix.tileRows(); r++) {
      if (r >= block) {
        copyRows(r, block, within, length);
      } else {
        copyColumns(block, r, within, length);
      }
    }
  }

  /** From a tile in which the occurring items are rows. */
  private void copyRows(int r, int block, int within, int length) {
    float[] tile = matrix.array(r, block);
    int from = matrix.offset(r, block) + within;
    for (int q = firstOfTiles[r]; q < firstOfTiles[r + 1]; q++) {
      int row = from + (occurring[q] - matrix.first(r)) * matrix.tileSize();
      System.arraycopy(tile, row, weights, rows[q] * width, length);
    }
  }

  /** From a tile in which the occurring items are columns. */
  private void copyColumns(int block, int c, int within, int length) {
    float[] tile = matrix.array(block, c);
    int tileSize = matrix.tileSize();
    int from = matrix.offset(block, c) + within * tileSize;
    for (int j = 0; j < length; j += LINE) {
      int lines = Math.min(LINE, length - j);
      int q = firstOfTiles[c];
      while (q < firstOfTiles[c + 1]) {
        int column = (occurring[q] - matrix.first(c)) / LINE * LINE;
        for (int k = 0; k < lines; k++) {
          System.arraycopy(tile, from + (j + k) * tileSize + column, square, k * LINE, LINE);
        }
        q = writeColumns(q, firstOfTiles[c + 1], matrix.first(c) + column, j, lines);
      }
    }
  }

  /** Writes the columns of {@link #square} that occur, and returns the next item that does. */
  private int writeColumns(int q, int end, int first, int j, int lines) {
    int next = q;
    for (; next < end && occurring[next] < first + LINE; next++) {
      int to = rows[next] * width + j;
      int column = occurring[next] - first;
      if (lines == LINE) {
        writeColumn(square, column, weights, to);
      } else {
        for (int k = 0; k < lines; k++) {
          weights[to + k] = square[k * LINE + column];
        }
      }
    }
    return next;
  }

  /** A whole column: a loop of a fixed length is compiled to half the time. */
  private static void writeColumn(float[] square, int column, float[] weights, int to) {
    for (int k = 0; k < LINE; k++) {
      weights[to + k] = square[k * LINE + column];
    }
  }
}
