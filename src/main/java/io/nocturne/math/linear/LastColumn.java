package io.nocturne.math.linear;

import io.nocturne.math.Blas;
import java.util.Arrays;
import org.netlib.util.intW;

/**
 * Solves S y = e for a symmetric positive definite S with a diagonal of 1, [n x n], where e is the
 * last unit vector: y is the last column of the inverse. By Cholesky in floats with iterative
 * refinement; in doubles where that is not accurate; and where S is not positive definite, because
 * small elements were left out of it, with the least of a few numbers added to its diagonal that
 * makes it so. Not thread-safe.
 */
public final class LastColumn {
  /** The largest residual that is accepted, where the right side is 1. */
  private static final double ACCURACY = 1e-5;

  private static final int REFINEMENTS = 4;

  /** The first number that is added to a diagonal; doubled while that is not enough. */
  private static final double FIRST_RIDGE = 1.0 / 128;

  private final Blas blas = Blas.get();
  private float[] factor = new float[0];
  private float[] step = new float[0];
  private double[] doubles = new double[0];
  private double[] residual = new double[0];

  /** Creates a solver without buffers, which grow as needed. */
  public LastColumn() {}

  /**
   * Solves it.
   *
   * @param s both halves are read; its diagonal is changed if the result is true
   * @param y receives the solution, [n or more]
   * @return whether a number had to be added to the diagonal
   */
  public boolean solve(float[] s, int n, double[] y) {
    reserve(n);
    double ridge = 0;
    while (!solveFloats(s, n, y) && !solveDoubles(s, n, y)) {
      double next = ridge == 0 ? FIRST_RIDGE : 2 * ridge;
      for (int i = 0; i < n; i++) {
        s[i * n + i] += (float) (next - ridge);
      }
      ridge = next;
    }
    return ridge > 0;
  }

  private void reserve(int n) {
    if (step.length < n) {
      int size = n + n / 4 + 16;
      factor = new float[size * size];
      step = new float[size];
      residual = new double[size];
    }
  }

  private boolean solveFloats(float[] s, int n, double[] y) {
    System.arraycopy(s, 0, factor, 0, n * n);
    intW info = new intW(0);
    blas.lapack().spotrf("L", n, factor, n, info);
    if (info.val != 0) {
      return false;
    }
    Arrays.fill(y, 0, n, 0);
    residual(s, n, y);
    for (int k = 0; k < REFINEMENTS; k++) {
      for (int i = 0; i < n; i++) {
        step[i] = (float) residual[i];
      }
      blas.lapack().spotrs("L", n, 1, factor, n, step, n, info);
      for (int i = 0; i < n; i++) {
        y[i] += step[i];
      }
      if (residual(s, n, y) <= ACCURACY) {
        return true;
      }
    }
    return false;
  }

  private boolean solveDoubles(float[] s, int n, double[] y) {
    if (doubles.length < n * n) {
      doubles = new double[n * n];
    }
    for (int k = 0; k < n * n; k++) {
      doubles[k] = s[k];
    }
    intW info = new intW(0);
    blas.lapack().dpotrf("L", n, doubles, n, info);
    if (info.val != 0) {
      return false;
    }
    Arrays.fill(y, 0, n, 0);
    y[n - 1] = 1;
    blas.lapack().dpotrs("L", n, 1, doubles, n, y, n, info);
    return residual(s, n, y) <= ACCURACY;
  }

  /** Computes e - S y and returns its largest element, infinity for what is not a number. */
  private double residual(float[] s, int n, double[] y) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double a = 0;
      double b = 0;
      int row = i * n;
      int j = 0;
      for (; j + 1 < n; j += 2) {
        a += s[row + j] * y[j];
        b += s[row + j + 1] * y[j + 1];
      }
      if (j < n) {
        a += s[row + j] * y[j];
      }
      residual[i] = (i == n - 1 ? 1 : 0) - (a + b);
      largest =
          Double.isNaN(residual[i])
              ? Double.POSITIVE_INFINITY
              : Math.max(largest, Math.abs(residual[i]));
    }
    return largest;
  }
}
