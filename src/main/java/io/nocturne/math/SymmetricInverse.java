package io.nocturne.math;

import java.util.function.DoubleConsumer;

/** Inverts symmetric positive definite matrices, such as a Gram matrix plus lambda I. */
public interface SymmetricInverse {
  /**
   * Replaces a matrix by its inverse.
   *
   * @param matrix {@code [n x n]}; its content is unspecified after an exception
   * @param progress receives the completed share of the work, rising to 1, in the calling thread
   * @throws ArithmeticException naming the pivot, if the matrix is not positive definite
   */
  void invert(SymmetricTiles matrix, DoubleConsumer progress);

  /** Replaces a matrix by its inverse, without reporting progress. */
  default void invert(SymmetricTiles matrix) {
    invert(matrix, share -> {});
  }

  /**
   * The exception for a matrix of which only the first {@code pivot} rows and columns are positive
   * definite.
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
