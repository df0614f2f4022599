package io.nocturne.research;

import breeze.linalg.DenseMatrix;
import breeze.linalg.DenseMatrix$mcD$sp;
import breeze.linalg.DenseVector;
import breeze.linalg.eigSym;
import io.nocturne.math.Blas;
import io.nocturne.math.SymmetricTiles;
import java.util.Arrays;

/**
 * The optimum of a linear autoencoder with tied weights and a code of k numbers: scores x V V' with
 * V the leading eigenvectors of X'X. No other projection of rank k captures more of |X|^2 (Baldi
 * and Hornik, "Neural networks and principal component analysis", 1989). Nothing is centred. Solved
 * by Breeze with the whole matrix in one array, so for some thousands of items only.
 */
final class EigenSolution {
  /** The largest number of rows of a square matrix in one array. */
  private static final int LARGEST = 46_340;

  private final SymmetricTiles gram;
  private final int rank;
  private final double[] values;

  /** The eigenvectors in ascending order of their eigenvalues, column-major. */
  private final double[] vectors;

  private EigenSolution(SymmetricTiles gram, int rank, double[] values, double[] vectors) {
    this.gram = gram;
    this.rank = rank;
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * Computes the solution.
   *
   * @param gram X'X, [items x items]; not changed
   * @param rank k, 1 to items
   * @throws IllegalArgumentException if the rank is out of range, or there are over 46,340 items
   */
  static EigenSolution of(SymmetricTiles gram, int rank) {
    int n = gram.n();
    if (n > LARGEST || rank < 1 || rank > n) {
      throw new IllegalArgumentException(
          "Invalid rank: %d of %,d items (expected a rank from 1 to the number of items, and at most %,d items)"
              .formatted(rank, n, LARGEST));
    }
    Blas.get(); // before Breeze makes netlib load a native library of its own
    double[] elements = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        elements[i + j * n] = gram.get(i, j);
      }
    }
    DenseMatrix<Object> dense = new DenseMatrix$mcD$sp(n, n, elements);
    // Scala would pass this evidence implicitly
    eigSym.EigSym<DenseVector<Object>, DenseMatrix<Object>> solved =
        eigSym.apply(dense, eigSym.EigSym_DM_Impl$.MODULE$);
    return new EigenSolution(
        gram, rank, solved.eigenvalues().data$mcD$sp(), solved.eigenvectors().data$mcD$sp());
  }

  /** The k-th largest eigenvalue, counted from 0. */
  double value(int k) {
    return values[values.length - 1 - k];
  }

  /** Component {@code item} of the k-th eigenvector, counted from 0. */
  private double component(int k, int item) {
    int n = gram.n();
    return vectors[(n - 1 - k) * n + item];
  }

  /** V as the parameters of the autoencoder, [items x k], row-major. */
  float[] weights() {
    float[] weights = new float[gram.n() * rank];
    for (int i = 0; i < gram.n(); i++) {
      for (int k = 0; k < rank; k++) {
        weights[i * rank + k] = (float) component(k, i);
      }
    }
    return weights;
  }

  /**
   * The share of |X|^2 that x V V' captures: the sum of the k largest eigenvalues over the sum of
   * all.
   */
  double captured() {
    double leading = 0;
    for (int k = 0; k < rank; k++) {
      leading += value(k);
    }
    return leading / trace();
  }

  private double trace() {
    double trace = 0;
    for (int i = 0; i < gram.n(); i++) {
      trace += gram.get(i, i);
    }
    return trace;
  }

  /**
   * The share of |X|^2 that x W W' captures, 1 - |X - X W W'|^2 / |X|^2; it may be negative.
   *
   * @param weights W, [items x k], row-major
   */
  double captured(float[] weights) {
    int n = gram.n();
    double[] between = new double[rank * rank]; // W'X'X W
    double[] inner = new double[rank * rank]; // W'W
    double[] row = new double[rank];
    for (int i = 0; i < n; i++) {
      Arrays.fill(row, 0);
      for (int j = 0; j < n; j++) {
        double g = gram.get(i, j);
        for (int k = 0; k < rank; k++) {
          row[k] += g * weights[j * rank + k];
        }
      }
      for (int a = 0; a < rank; a++) {
        double w = weights[i * rank + a];
        for (int b = 0; b < rank; b++) {
          between[a * rank + b] += w * row[b];
          inner[a * rank + b] += w * weights[i * rank + b];
        }
      }
    }
    double captured = 0;
    for (int a = 0; a < rank; a++) {
      captured += 2 * between[a * rank + a];
      for (int b = 0; b < rank; b++) {
        captured -= inner[a * rank + b] * between[b * rank + a];
      }
    }
    return captured / trace();
  }

  /**
   * The largest principal angle between the spaces that the columns of W and of V span, in radians:
   * its sine is the norm of the residual after projecting an orthonormal basis of W on V.
   *
   * @param weights W, [items x k], row-major, of k independent columns
   */
  double largestAngle(float[] weights) {
    double[][] rest = orthonormal(weights);
    for (double[] column : rest) {
      for (int k = 0; k < rank; k++) {
        double along = 0;
        for (int i = 0; i < column.length; i++) {
          along += column[i] * component(k, i);
        }
        for (int i = 0; i < column.length; i++) {
          column[i] -= along * component(k, i);
        }
      }
    }
    SymmetricTiles products = new SymmetricTiles(rank);
    for (int a = 0; a < rank; a++) {
      for (int b = 0; b <= a; b++) {
        products.set(a, b, dot(rest[a], rest[b]));
      }
    }
    return Math.asin(Math.min(1, Math.sqrt(Math.max(0, of(products, 1).value(0)))));
  }

  /** Gram-Schmidt, twice, as one pass leaves nearly parallel columns not quite orthogonal. */
  private double[][] orthonormal(float[] weights) {
    double[][] columns = new double[rank][gram.n()];
    for (int k = 0; k < rank; k++) {
      double[] column = columns[k];
      for (int i = 0; i < column.length; i++) {
        column[i] = weights[i * rank + k];
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int before = 0; before < k; before++) {
          add(-dot(column, columns[before]), columns[before], column);
        }
        double length = Math.sqrt(dot(column, column));
        add(1 / length - 1, column.clone(), column);
      }
    }
    return columns;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static void add(double factor, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * from[i];
    }
  }
}
