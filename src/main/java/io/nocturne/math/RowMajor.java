package io.nocturne.math;

import java.util.Arrays;

/** Checks and scaling of row-major matrices, for implementations of {@link Sgemm}. */
public final class RowMajor {
  private RowMajor() {}

  /**
   * Checks that a matrix lies in its array.
   *
   * @param name of the matrix, for the message
   * @throws IllegalArgumentException if a size is negative, or {@code ld} less than {@code columns}
   * @throws IndexOutOfBoundsException if the matrix does not lie in {@code x}
   */
  public static void check(String name, int rows, int columns, float[] x, int from, int ld) {
    if (rows < 0 || columns < 0 || ld < columns) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + rows + " x " + columns + ", leading dimension " + ld);
    }
    long end = rows == 0 || columns == 0 ? from : from + (rows - 1L) * ld + columns;
    if (from < 0 || end > x.length) {
      throw new IndexOutOfBoundsException(
          name + " from " + from + " to " + end + " in an array of " + x.length);
    }
  }

  /** X := beta X, without reading X if {@code beta} is 0. */
  public static void scale(float beta, int rows, int columns, float[] x, int from, int ld) {
    for (int i = 0; i < rows && columns > 0; i++) {
      int start = from + i * ld;
      if (beta == 0) {
        Arrays.fill(x, start, start + columns, 0);
      } else {
        for (int at = start; at < start + columns; at++) {
          x[at] *= beta;
        }
      }
    }
  }
}
