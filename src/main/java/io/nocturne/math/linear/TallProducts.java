package io.nocturne.math.linear;

import dev.ludovic.netlib.blas.BLAS;
import io.nocturne.math.Blas;
import io.nocturne.math.Matrix;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Sgemm;

/**
 * Products of tall matrices [rows x width], row-major floats, on several threads: tile by tile of
 * rows, in the same order for any number of threads. No BLAS call takes more than one tile, a few
 * hundredths of a second.
 */
final class TallProducts {
  private static final int TILE = 1024;

  /** Tiles are added up in at most so many sums, which are then added in order. */
  private static final int SUMS = 8;

  private final ParallelLoop loop;
  private final BLAS blas = Blas.get().blas();

  TallProducts(ParallelLoop loop) {
    this.loop = loop;
  }

  /** The bytes that {@link #inner} takes beside its arguments. */
  static long bytes(int width) {
    return (long) Double.BYTES * width * ((SUMS + 1L) * width + 2L * TILE * SUMS);
  }

  /**
   * A'B in doubles, [width x width]; if {@code a} and {@code b} are the same array, computed half
   * and mirrored.
   */
  double[] inner(float[] a, float[] b, int rows, int width) {
    int tiles = (rows + TILE - 1) / TILE;
    int count = Math.min(SUMS, tiles);
    double[][] sums = new double[count][];
    loop.run(
        count,
        part -> {
          double[] sum = new double[width * width];
          double[] tileOfA = new double[TILE * width];
          double[] tileOfB = a == b ? tileOfA : new double[TILE * width];
          int end = (int) ((part + 1L) * tiles / count);
          for (int tile = (int) ((long) part * tiles / count); tile < end; tile++) {
            int size = Math.min(TILE, rows - tile * TILE);
            copy(a, tile * TILE * width, size * width, tileOfA);
            if (a == b) { // in column-major order a tile is [width x size]
              blas.dsyrk("U", "N", width, size, 1, tileOfA, width, 1, sum, width);
            } else {
              copy(b, tile * TILE * width, size * width, tileOfB);
              // B'A in column-major order is A'B in row-major order
              blas.dgemm(
                  "N", "T", width, width, size, 1, tileOfB, width, tileOfA, width, 1, sum, width);
            }
          }
          sums[part] = sum;
        });
    for (int part = 1; part < count; part++) {
      for (int k = 0; k < sums[0].length; k++) {
        sums[0][k] += sums[part][k];
      }
    }
    if (a == b) {
      mirror(sums[0], width);
    }
    return sums[0];
  }

  private static void copy(float[] from, int at, int length, double[] to) {
    for (int k = 0; k < length; k++) {
      to[k] = from[at + k];
    }
  }

  /** Copies the half that dsyrk wrote, the upper one in column-major order, to the other. */
  private static void mirror(double[] square, int width) {
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        square[j * width + i] = square[i * width + j];
      }
    }
  }

  /**
   * A M, [rows x columns].
   *
   * @param a [rows x width]
   * @param m [width x columns]
   */
  float[] times(float[] a, int rows, int width, float[] m, int columns) {
    float[] product = new float[Math.multiplyExact(rows, columns)];
    Sgemm sgemm = Sgemm.get();
    loop.run(
        (rows + TILE - 1) / TILE,
        tile -> {
          int first = tile * TILE;
          int size = Math.min(TILE, rows - first);
          sgemm.multiply(
              Matrix.of(a, first * width, size, width),
              Matrix.of(m, width, columns),
              Matrix.of(product, first * columns, size, columns));
        });
    return product;
  }
}
