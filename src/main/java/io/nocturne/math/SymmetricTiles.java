package io.nocturne.math;

/**
 * A symmetric matrix of doubles, {@code [n x n]}, stored as the lower triangle of square tiles.
 *
 * <p>Tile {@code (r, c)}, {@code c <= r}, is a row-major array {@code [size(r) x size(c)]}: the
 * element {@code (i, j)} of the matrix is in tile {@code (i / tileSize, j / tileSize)} at {@code (i
 * % tileSize) * size(c) + j % tileSize}. The tiles of the last tile row are smaller when the tile
 * size does not divide n. Tiles on the diagonal are stored in full, so that both halves can be
 * read; callers that write to their arrays must keep them symmetric.
 *
 * <p>No array is longer than a tile, so n is not limited by 2^31 elements, and the whole takes
 * about half the memory of a square array. Not synchronized; different threads may write to
 * different tiles.
 */
public final class SymmetricTiles implements SortedRow.Strips {
  /**
   * The default number of rows and columns of a tile: large enough for products of tiles to run at
   * the full speed of BLAS, small enough to give every thread many of them.
   */
  public static final int TILE_SIZE = 256;

  private final int n;
  private final int tileSize;
  private final double[][][] tiles;

  /** A matrix of zeroes with the default tile size; {@code n} is 1 or more. */
  public SymmetricTiles(int n) {
    this(n, TILE_SIZE);
  }

  /**
   * A matrix of zeroes.
   *
   * @param n rows, and columns
   * @param tileSize rows, and columns, of a tile; 1 to 32,768
   * @throws IllegalArgumentException if one is out of range
   */
  public SymmetricTiles(int n, int tileSize) {
    check(n >= 1, "Invalid matrix size: " + n + " (expected 1 or more)");
    check(tileSize >= 1, "Invalid tile size: " + tileSize + " (expected 1 or more)");
    check(tileSize <= 1 << 15, "Invalid tile size: " + tileSize + " (expected at most 32768)");
    this.n = n;
    this.tileSize = tileSize;
    this.tiles = new double[(n - 1) / tileSize + 1][][];
    for (int r = 0; r < tiles.length; r++) {
      tiles[r] = new double[r + 1][];
      for (int c = 0; c <= r; c++) {
        tiles[r][c] = new double[size(r) * size(c)];
      }
    }
  }

  /** Size in bytes of the elements of an {@code n x n} matrix with the default tile size. */
  public static long bytes(int n) {
    long whole = n / TILE_SIZE;
    long rest = n % TILE_SIZE;
    long tilePairs = whole * (whole + 1) / 2;
    return 8 * (tilePairs * TILE_SIZE * TILE_SIZE + rest * (whole * TILE_SIZE + rest));
  }

  @Override
  public int n() {
    return n;
  }

  /** A strip is a tile row. */
  @Override
  public int stripHeight() {
    return tileSize;
  }

  /** Rows, and columns, of every tile except those at the edge. */
  public int tileSize() {
    return tileSize;
  }

  /** Rows, and columns, of tiles. */
  public int tileRows() {
    return tiles.length;
  }

  /** Rows of the matrix in tile row {@code r}. */
  public int size(int r) {
    return Math.min(tileSize, n - first(r));
  }

  /** First row of the matrix in tile row {@code r}. */
  public int first(int r) {
    return r * tileSize;
  }

  /** The array of tile {@code (r, c)}, not a copy; {@code c <= r}. */
  public double[] tile(int r, int c) {
    return tiles[r][c];
  }

  /** Element {@code (i, j)}, which is also {@code (j, i)}. */
  public double get(int i, int j) {
    int row = Math.max(i, j);
    int column = Math.min(i, j);
    return tiles[row / tileSize][column / tileSize][offset(row, column)];
  }

  /** Sets the elements {@code (i, j)} and {@code (j, i)}. */
  public void set(int i, int j, double value) {
    int row = Math.max(i, j);
    int column = Math.min(i, j);
    double[] tile = tiles[row / tileSize][column / tileSize];
    tile[offset(row, column)] = value;
    if (row / tileSize == column / tileSize) {
      tile[offset(column, row)] = value;
    }
  }

  /** Adds to the elements {@code (i, j)} and {@code (j, i)}, once if i = j. */
  public void add(int i, int j, double value) {
    set(i, j, get(i, j) + value);
  }

  /** Adds {@code value} to every element of the diagonal, as in ridge regression with lambda. */
  public void addToDiagonal(double value) {
    for (int i = 0; i < n; i++) {
      add(i, i, value);
    }
  }

  @Override
  public void setStrip(int r, double[] strip) {
    checkStrip(r, strip);
    int width = stripEnd(r);
    for (int i = 0; i < size(r); i++) {
      for (int c = 0; c <= r; c++) {
        System.arraycopy(strip, i * width + first(c), tiles[r][c], i * size(c), size(c));
      }
    }
  }

  private int offset(int row, int column) {
    return (row % tileSize) * size(column / tileSize) + column % tileSize;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
