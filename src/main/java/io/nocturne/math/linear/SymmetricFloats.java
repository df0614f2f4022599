package io.nocturne.math.linear;

import io.nocturne.math.SortedRow;
import io.nocturne.math.SymmetricTiles;

/**
 * A symmetric matrix of floats, {@code [n x n]}, as the lower triangle of square tiles: half the
 * memory of {@link SymmetricTiles}.
 *
 * <p>Tiles are numbered row by row: tile (r, c), {@code c <= r}, is number r (r + 1) / 2 + c. Each
 * takes {@code tileSize^2} floats, those at the edge too, which are filled with zeroes: element (i,
 * j) of a tile is at {@link #offset} + i tileSize + j of its {@link #array}. Tiles on the diagonal
 * are stored in full. Many tiles share an array of at most 16 MB, so that the arrays are the parts
 * of a stored model and are sent as they are. Not synchronized; different threads may write to
 * different tiles, and set different strips.
 */
public final class SymmetricFloats implements SortedRow.Strips {
  /**
   * The floats of an array are fewer than these, 16 MB: with its header it takes up whole regions
   * of the garbage collector, of 1 to 16 MB each, and a full 16 MB would begin another.
   */
  private static final int LONGEST = 4 << 20;

  /** The height of a strip. */
  private static final int STRIP = SymmetricTiles.TILE_SIZE;

  private static final int LARGE = 8_192;

  private final int n;
  private final int tileSize;
  private final int tileRows;
  private final int tilesPerArray;
  private final float[][] arrays;

  /** A matrix of zeroes, in tiles of the {@link #tileSize(int) usual size}. */
  public SymmetricFloats(int n) {
    this(n, tileSize(n));
  }

  /**
   * A matrix of zeroes.
   *
   * @param n rows, and columns; 1 or more
   * @param tileSize rows, and columns, of a tile; 1 to 256, or a multiple of it up to 2,048
   */
  public SymmetricFloats(int n, int tileSize) {
    this(n, tileSize, null);
  }

  private SymmetricFloats(int n, int tileSize, float[][] given) {
    boolean isWhole = tileSize <= STRIP || tileSize % STRIP == 0;
    if (n < 1 || tileSize < 1 || tileSize > 2_048 || !isWhole) {
      throw new IllegalArgumentException(
          "Invalid matrix: %d rows in tiles of %d (expected 1 or more, 1 to 256 or a multiple of it up to 2048)"
              .formatted(n, tileSize));
    }
    this.n = n;
    this.tileSize = tileSize;
    this.tileRows = (n - 1) / tileSize + 1;
    this.tilesPerArray = (LONGEST - 1) / (tileSize * tileSize);
    int tiles = tiles();
    int count = (tiles - 1) / tilesPerArray + 1;
    if (given != null && given.length != count) {
      throw new IllegalArgumentException(
          "Invalid tiles: %d arrays for %d rows (expected %d)".formatted(given.length, n, count));
    }
    this.arrays = given == null ? new float[count][] : given;
    for (int a = 0; a < count; a++) {
      int length = Math.min(tilesPerArray, tiles - a * tilesPerArray) * tileSize * tileSize;
      if (given == null) {
        arrays[a] = new float[length];
      } else if (given[a].length != length) {
        throw new IllegalArgumentException(
            "Invalid tiles: array %d has %d numbers (expected %d)"
                .formatted(a, given[a].length, length));
      }
    }
  }

  /** A matrix with tiles of this size in these arrays, which are not copied. */
  public static SymmetricFloats of(int n, int tileSize, float[][] arrays) {
    return new SymmetricFloats(n, tileSize, arrays);
  }

  /**
   * The usual size of the tiles of an {@code n x n} matrix: 512 for a large one, as products of
   * larger tiles are faster; else 256, or {@code n} for a single tile. With 1,024, what is gained
   * in products is lost in the triangular tiles.
   */
  public static int tileSize(int n) {
    return Math.max(1, Math.min(n, n < LARGE ? STRIP : 2 * STRIP));
  }

  /** The bytes of an {@code n x n} matrix with tiles of the usual size. */
  public static long bytes(int n) {
    long size = tileSize(n);
    long rows = (n - 1) / size + 1;
    return rows * (rows + 1) / 2 * size * size * Float.BYTES;
  }

  /** The number of tiles. */
  public int tiles() {
    return Math.toIntExact((long) tileRows * (tileRows + 1) / 2);
  }

  /** All arrays, in the order of the tiles; not copies. */
  public float[][] arrays() {
    return arrays;
  }

  @Override
  public int n() {
    return n;
  }

  @Override
  public int stripHeight() {
    return Math.min(tileSize, STRIP);
  }

  /** Rows, and columns, of a tile. */
  public int tileSize() {
    return tileSize;
  }

  /** Rows, and columns, of tiles. */
  public int tileRows() {
    return tileRows;
  }

  /** Rows of the matrix in tile row {@code r}. */
  public int size(int r) {
    return Math.min(tileSize, n - first(r));
  }

  /** First row of the matrix in tile row {@code r}. */
  public int first(int r) {
    return r * tileSize;
  }

  /** The array that holds tile (r, c), {@code c <= r}. */
  public float[] array(int r, int c) {
    return arrays[number(r, c) / tilesPerArray];
  }

  /** Where tile (r, c) starts in its array. */
  public int offset(int r, int c) {
    return number(r, c) % tilesPerArray * tileSize * tileSize;
  }

  private static int number(int r, int c) {
    return r * (r + 1) / 2 + c;
  }

  /** Element (i, j), which is also (j, i). */
  public float get(int i, int j) {
    int row = Math.max(i, j);
    int column = Math.min(i, j);
    return array(row / tileSize, column / tileSize)[at(row, column)];
  }

  /** Sets the elements (i, j) and (j, i). */
  public void set(int i, int j, float value) {
    int row = Math.max(i, j);
    int column = Math.min(i, j);
    float[] array = array(row / tileSize, column / tileSize);
    array[at(row, column)] = value;
    if (row / tileSize == column / tileSize) {
      array[at(column, row)] = value;
    }
  }

  private int at(int row, int column) {
    return offset(row / tileSize, column / tileSize)
        + row % tileSize * tileSize
        + column % tileSize;
  }

  /** The diagonal, [n]. */
  public float[] diagonal() {
    float[] diagonal = new float[n];
    for (int i = 0; i < n; i++) {
      diagonal[i] = get(i, i);
    }
    return diagonal;
  }

  /** Rounds the sums of a strip, which are in doubles, to floats once. */
  @Override
  public void setStrip(int s, double[] strip) {
    checkStrip(s, strip);
    int width = stripEnd(s);
    int r = stripFirst(s) / tileSize;
    for (int i = stripFirst(s); i < width; i++) {
      int from = (i - stripFirst(s)) * width;
      for (int c = 0; c <= r; c++) {
        float[] array = array(r, c);
        int to = offset(r, c) + (i - first(r)) * tileSize - first(c);
        int end = Math.min(width, first(c) + size(c));
        for (int j = first(c); j < end; j++) {
          array[to + j] = (float) strip[from + j];
        }
      }
      mirror(r, i, stripFirst(s));
    }
  }

  /** Copies what is before a strip in the tile on the diagonal to the other half of the tile. */
  private void mirror(int r, int row, int end) {
    float[] array = array(r, r);
    int from = offset(r, r);
    for (int j = 0; j < end - first(r); j++) {
      int i = row - first(r);
      array[from + j * tileSize + i] = array[from + i * tileSize + j];
    }
  }

  /** Copies a matrix with the same tiles in double precision, rounded to floats. */
  public void set(SymmetricTiles other) {
    for (int r = 0; r < tileRows; r++) {
      for (int c = 0; c <= r; c++) {
        double[] from = other.tile(r, c);
        float[] to = array(r, c);
        for (int i = 0; i < size(r); i++) {
          for (int j = 0; j < size(c); j++) {
            to[offset(r, c) + i * tileSize + j] = (float) from[i * size(c) + j];
          }
        }
      }
    }
  }
}
