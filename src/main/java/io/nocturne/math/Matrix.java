package io.nocturne.math;

/**
 * A view of a matrix in an array, row-major: element (i, j) is at {@code from + i * stride + j}, or
 * with i and j swapped if it is transposed. The array is never copied.
 *
 * @param values the array, not copied
 * @param from index of the first element
 * @param rows of the view
 * @param columns of the view
 * @param stride elements from one stored row to the next
 * @param transposed whether the stored rows are columns of the matrix
 */
public record Matrix(
    float[] values, int from, int rows, int columns, int stride, boolean transposed) {

  /** A matrix of contiguous rows at the start of the array. */
  public static Matrix of(float[] values, int rows, int columns) {
    return new Matrix(values, 0, rows, columns, columns, false);
  }

  /** A matrix of contiguous rows from an index. */
  public static Matrix of(float[] values, int from, int rows, int columns) {
    return new Matrix(values, from, rows, columns, columns, false);
  }

  /** A matrix of rows that start {@code stride} elements apart. */
  public static Matrix of(float[] values, int from, int rows, int columns, int stride) {
    return new Matrix(values, from, rows, columns, stride, false);
  }

  /** The same elements with rows and columns swapped. */
  public Matrix transpose() {
    return new Matrix(values, from, columns, rows, stride, !transposed);
  }
}
