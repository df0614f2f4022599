package io.nocturne.math;

import breeze.linalg.DenseMatrix;
import breeze.linalg.DenseMatrix$mcD$sp;
import breeze.linalg.LU$primitive$LU_DM_Impl_Double$;
import breeze.linalg.NotConvergedException;
import breeze.linalg.cholesky;
import breeze.linalg.inv;
import java.util.function.DoubleConsumer;

/**
 * Inverts by Breeze's LU, with the whole matrix in one array and one thread: the simple, slow
 * reference that {@link TiledCholesky} is tested against.
 *
 * <p>For small matrices only: it takes four times the memory of the tiles and blocks the garbage
 * collector during its single LAPACK call. This is the only file that touches Breeze.
 */
public final class BreezeInverse implements SymmetricInverse {
  private static final int LARGEST = 46_340; // the largest n with n^2 below 2^31

  /** With the BLAS of {@link Blas#get}, which Breeze finds through netlib. */
  public BreezeInverse() {
    Blas.get(); // before Breeze makes netlib look for a library
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if n is over 46,340
   */
  @Override
  public void invert(SymmetricTiles matrix, DoubleConsumer progress) {
    int n = matrix.n();
    if (n > LARGEST) {
      throw new IllegalArgumentException(
          "Invalid matrix size: " + n + " (expected at most " + LARGEST + ")");
    }
    DenseMatrix<Object> dense = leading(matrix, n);
    if (!isPositiveDefinite(dense)) {
      throw SymmetricInverse.notPositiveDefinite(firstBadPivot(matrix), n);
    }
    // Scala would pass this evidence for LU implicitly.
    double[] inverse =
        inv.apply(dense, inv.canInvUsingLU_Double(LU$primitive$LU_DM_Impl_Double$.MODULE$))
            .data$mcD$sp();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix.set(i, j, inverse[i + j * n]);
      }
    }
    progress.accept(1);
  }

  private static DenseMatrix<Object> leading(SymmetricTiles matrix, int size) {
    double[] elements = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        elements[i + j * size] = matrix.get(i, j);
      }
    }
    return new DenseMatrix$mcD$sp(size, size, elements);
  }

  private static boolean isPositiveDefinite(DenseMatrix<Object> dense) {
    try {
      double[] factor = cholesky.apply(dense, cholesky.ImplCholesky_DM$.MODULE$).data$mcD$sp();
      return Double.isFinite(factor[factor.length - 1]); // a NaN pivot makes the last one NaN too
    } catch (NotConvergedException e) {
      return false;
    }
  }

  /** Finds the pivot, which Breeze does not report: the size of the largest good leading block. */
  private static int firstBadPivot(SymmetricTiles matrix) {
    int good = 0;
    int bad = matrix.n();
    while (bad - good > 1) {
      int middle = (good + bad) >>> 1;
      if (isPositiveDefinite(leading(matrix, middle))) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return good;
  }
}
