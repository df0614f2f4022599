package io.nocturne.math;

import java.util.function.DoubleConsumer;

/** Inverts symmetric positive definite matrices, such as a Gram matrix plus lambda I. */
public interface SymmetricInverse {
  /**
   * Replaces a matrix by its inverse.
   *
   * @param matrix {@code [n x n]}; its content is unspecified after an exception
   * @param progress receives the share of the work done, growing from above 0 to 1, in the calling
   *     thread
   * @throws ArithmeticException naming the pivot, if the matrix is not positive definite
   */
  void invert(SymmetricTiles matrix, DoubleConsumer progress);

  /** Replaces a matrix by its inverse, without reporting progress. */
  default void invert(SymmetricTiles matrix) {
    invert(matrix, share -> {});
  }

  /**
   * What to throw when the first {@code pivot} rows and columns are positive definite and one more
   * are not.
   */
  static ArithmeticException notPositiveDefinite(int pivot, int n) {
    return new ArithmeticException(
        "Matrix is not positive definite at pivot "
            + pivot
            + " of "
            + n
            + " (raise lambda, which is added to its diagonal)");
  }
}
