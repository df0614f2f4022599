package io.nocturne.research;

import breeze.linalg.DenseMatrix;
import breeze.linalg.DenseMatrix$mcD$sp;
import breeze.linalg.DenseVector;
import breeze.linalg.eigSym;
import io.nocturne.math.Blas;
import io.nocturne.math.SymmetricTiles;
import java.util.Arrays;

/**
 * The optimum of a linear autoencoder with tied weights of k numbers: scores x V V' with V the
 * leading eigenvectors of X'X. No other projection of rank k captures more of |X|^2 (Baldi and
 * Hornik, "Neural networks and principal component analysis", 1989). Nothing is centred. By Breeze,
 * with the whole matrix in one array: for some thousands of items.
 */
final class EigenSolution {
  /** The longest side of a square array. */
  private static final int LARGEST = 46_340;

  private final SymmetricTiles gram;
  private final int rank;
  private final double[] values;

  /** Column by column, the eigenvectors in ascending order of their values. */
  private final double[] vectors;

  private EigenSolution(SymmetricTiles gram, int rank, double[] values, double[] vectors) {
    this.gram = gram;
    this.rank = rank;
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * Solves.
   *
   * @param gram X'X, [items x items]; it stays as it is
   * @param rank k, 1 to items
   * @throws IllegalArgumentException if the rank is out of range, or there are over 46,340 items
   */
  static EigenSolution of(SymmetricTiles gram, int rank) {
    int n = gram.n();
    if (n > LARGEST || rank < 1 || rank > n) {
      throw new IllegalArgumentException(
          "Invalid rank: %d of %,d items (expected 1 or more, as many as items at most, and at most %,d items)"
              .formatted(rank, n, LARGEST));
    }
    Blas.get(); // before Breeze makes netlib look for a library of its own
    double[] elements = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        elements[i + j * n] = gram.get(i, j);
      }
    }
    DenseMatrix<Object> dense = new DenseMatrix$mcD$sp(n, n, elements);
    // Java has no implicits: the evidence is named by hand
    eigSym.EigSym<DenseVector<Object>, DenseMatrix<Object>> solved =
        eigSym.apply(dense, eigSym.EigSym_DM_Impl$.MODULE$);
    return new EigenSolution(
        gram, rank, solved.eigenvalues().data$mcD$sp(), solved.eigenvectors().data$mcD$sp());
  }

  /** The k-th largest eigenvalue, from 0 on. */
  double value(int k) {
    return values[values.length - 1 - k];
  }

  /** Component {@code item} of the k-th eigenvector, from 0 on. */
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

  /** The share of |X|^2 that x V V' captures: the sum of k eigenvalues over that of all. */
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
   * its sine is the norm of what the projection on V leaves of an orthonormal basis of W.
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

  /** By Gram and Schmidt, twice, as once leaves what was nearly parallel not quite orthogonal. */
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
