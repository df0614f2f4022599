package io.nocturne.math;

/**
 * A view of a matrix in an array, row-major: element (i, j) is at {@code from + i * stride + j}, or
 * with i and j exchanged where it is transposed. Making one copies nothing.
 *
 * @param values the array, not copied
 * @param from where the first element lies
 * @param rows of the matrix as it is viewed
 * @param columns of the matrix as it is viewed
 * @param stride elements from one stored row to the next
 * @param transposed whether the stored rows are columns of the matrix
 */
public record Matrix(
    float[] values, int from, int rows, int columns, int stride, boolean transposed) {

  /** A matrix whose rows lie next to each other from the array's beginning. */
  public static Matrix of(float[] values, int rows, int columns) {
    return new Matrix(values, 0, rows, columns, columns, false);
  }

  /** A matrix whose rows lie next to each other from an index on. */
  public static Matrix of(float[] values, int from, int rows, int columns) {
    return new Matrix(values, from, rows, columns, columns, false);
  }

  /** A matrix whose rows lie {@code stride} elements apart. */
  public static Matrix of(float[] values, int from, int rows, int columns, int stride) {
    return new Matrix(values, from, rows, columns, stride, false);
  }

  /** The same elements with rows and columns exchanged. */
  public Matrix transpose() {
    return new Matrix(values, from, columns, rows, stride, !transposed);
  }
}
