package io.nocturne.math;

import dev.ludovic.netlib.blas.BLAS;
import org.netlib.util.intW;

/** Ridge regression: the w that minimizes |y - X w|^2 + penalty |w|^2. */
public final class RidgeRegression {
  private RidgeRegression() {}

  /**
   * Solves the smaller of the two systems of equations, (X'X + penalty) w = X'y or w = X'(XX' +
   * penalty)^-1 y.
   *
   * @param columns of X: the length of w
   * @param x [y.length x columns], row-major
   * @param penalty more than 0
   * @throws ArithmeticException if rounding makes the system indefinite
   */
  public static double[] solve(int columns, double[] x, double[] y, double penalty) {
    int rows = y.length;
    double[] w = new double[columns];
    if (rows == 0 || columns == 0) {
      return w;
    }
    BLAS blas = Blas.get().blas();
    if (rows < columns) {
      double[] right = y.clone();
      solve("T", rows, columns, columns, x, right, penalty);
      blas.dgemv("N", columns, rows, 1, x, columns, right, 1, 0, w, 1);
    } else {
      blas.dgemv("N", columns, rows, 1, x, columns, y, 1, 0, w, 1);
      solve("N", columns, rows, columns, x, w, penalty);
    }
    return w;
  }

  /** BLAS reads the rows of x as the columns of A: AA' ("N") or A'A ("T"), of order n. */
  private static void solve(
      String transpose, int n, int k, int ld, double[] x, double[] right, double penalty) {
    double[] normal = new double[Math.multiplyExact(n, n)];
    Blas.get().blas().dsyrk("L", transpose, n, k, 1, x, ld, 0, normal, n);
    for (int i = 0; i < n; i++) {
      normal[i * n + i] += penalty;
    }
    intW info = new intW(0);
    Blas.get().lapack().dposv("L", n, 1, normal, n, right, n, info);
    if (info.val > 0) {
      throw new ArithmeticException(
          "Normal equations are not positive definite at pivot %d of %d (raise the penalty: %s)"
              .formatted(info.val, n, penalty));
    }
  }
}
