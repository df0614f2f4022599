package io.nocturne.math.linear;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SymmetricTiles;

/** Products of large symmetric matrices with a few vectors, summed in doubles. */
public final class SymmetricProduct {
  /** Reads tiles as doubles. */
  private interface TileReader {
    /** Copies tile (r, c) to an array, with rows of the tile size. */
    void read(int r, int c, double[] to);
  }

  private SymmetricProduct() {}

  /**
   * The product of a matrix with vectors.
   *
   * @param vectors {@code [n x width]}, row-major
   * @return {@code [n x width]}, the same bytes for any number of threads
   */
  public static double[] of(SymmetricFloats a, double[] vectors, int width, int threads) {
    TileReader reader =
        (r, c, to) -> {
          float[] array = a.array(r, c);
          int from = a.offset(r, c);
          for (int k = 0; k < a.tileSize() * a.tileSize(); k++) {
            to[k] = array[from + k];
          }
        };
    return of(new Tiling(a.n(), a.tileSize()), reader, vectors, width, threads);
  }

  /** The same for a matrix of doubles. */
  public static double[] of(SymmetricTiles a, double[] vectors, int width, int threads) {
    TileReader reader =
        (r, c, to) -> {
          for (int i = 0; i < a.size(r); i++) {
            System.arraycopy(a.tile(r, c), i * a.size(c), to, i * a.tileSize(), a.size(c));
          }
        };
    return of(new Tiling(a.n(), a.tileSize()), reader, vectors, width, threads);
  }

  /** How the matrix is divided. */
  private record Tiling(int n, int tileSize) {
    int tileRows() {
      return (n - 1) / tileSize + 1;
    }

    int first(int r) {
      return r * tileSize;
    }

    int size(int r) {
      return Math.min(tileSize, n - first(r));
    }
  }

  private static double[] of(
      Tiling a, TileReader reader, double[] vectors, int width, int threads) {
    double[] product = new double[vectors.length];
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      loop.run(
          a.tileRows(),
          r -> {
            double[] tile = new double[a.tileSize() * a.tileSize()];
            for (int c = 0; c < a.tileRows(); c++) {
              reader.read(Math.max(r, c), Math.min(r, c), tile);
              add(a, tile, r, c, vectors, width, product);
            }
          });
    }
    return product;
  }

  /** Adds the block of tile row r and tile column c, which is a transposed tile if c is above r. */
  private static void add(
      Tiling a, double[] tile, int r, int c, double[] vectors, int width, double[] product) {
    int rowStep = c <= r ? a.tileSize() : 1;
    int columnStep = c <= r ? 1 : a.tileSize();
    for (int i = 0; i < a.size(r); i++) {
      int to = (a.first(r) + i) * width;
      for (int j = 0; j < a.size(c); j++) {
        double element = tile[i * rowStep + j * columnStep];
        int from = (a.first(c) + j) * width;
        for (int v = 0; v < width; v++) {
          product[to + v] += element * vectors[from + v];
        }
      }
    }
  }
}
