package io.nocturne.math.linear;

import java.util.Arrays;

/**
 * Orthonormal columns with the span of a tall matrix, by its Cholesky factor: with A'A = R'R, they
 * are A R^-1 (Cholesky-QR; Stathopoulos and Wu, "A block orthogonalization procedure with constant
 * synchronization requirements", SIAM J. Sci. Comput. 2002, section 2). Two passes make columns
 * orthonormal to rounding (Yamamoto et al., "Roundoff error analysis of the CholeskyQR2 algorithm",
 * ETNA 2015). A column that depends on those before it becomes zero, so a matrix of less than full
 * rank is no error.
 */
final class Orthonormalization {
  /**
   * A column is dependent if its squared distance from those before it is below this share of its
   * squared length: well above the rounding of floats in it, 6e-8 squared.
   */
  private static final double DEPENDENT = 1e-12;

  private final TallProducts products;

  Orthonormalization(TallProducts products) {
    this.products = products;
  }

  /** One pass: a basis well enough conditioned for another product. */
  float[] once(float[] a, int rows, int width) {
    double[] factor = products.inner(a, a, rows, width);
    boolean[] kept = factor(factor, width);
    return products.times(a, rows, width, inverse(factor, kept, width), width);
  }

  /** Two passes. */
  float[] twice(float[] a, int rows, int width) {
    return once(once(a, rows, width), rows, width);
  }

  /**
   * Overwrites the upper triangle of G with R, row-major; returns which columns are independent.
   */
  private static boolean[] factor(double[] g, int n) {
    boolean[] kept = new boolean[n];
    double[] squares = new double[n];
    for (int j = 0; j < n; j++) {
      squares[j] = g[j * n + j];
    }
    for (int j = 0; j < n; j++) {
      int row = j * n;
      kept[j] = g[row + j] > DEPENDENT * squares[j];
      if (!kept[j]) {
        Arrays.fill(g, row + j, row + n, 0);
        continue;
      }
      double root = Math.sqrt(g[row + j]);
      for (int k = j; k < n; k++) {
        g[row + k] /= root;
      }
      for (int i = j + 1; i < n; i++) {
        subtract(g[row + i], g, row + i, g, i * n + i, n - i);
      }
    }
    return kept;
  }

  /** R^-1, with columns of zeroes for dependent columns. */
  private static float[] inverse(double[] r, boolean[] kept, int n) {
    double[] inverse = new double[n * n];
    for (int i = n - 1; i >= 0; i--) {
      if (kept[i]) {
        int row = i * n;
        inverse[row + i] = 1;
        for (int k = i + 1; k < n; k++) {
          subtract(r[row + k], inverse, k * n + k, inverse, row + k, n - k);
        }
        for (int k = i; k < n; k++) {
          inverse[row + k] /= r[row + i];
        }
      }
    }
    float[] floats = new float[n * n];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = (float) inverse[k];
    }
    return floats;
  }

  /** y := y - a x. */
  private static void subtract(double a, double[] x, int xFrom, double[] y, int yFrom, int length) {
    if (a != 0) {
      for (int k = 0; k < length; k++) {
        y[yFrom + k] -= a * x[xFrom + k];
      }
    }
  }
}
