package io.nocturne.math.linear;

import io.nocturne.math.LongestArray;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import java.util.Arrays;
import java.util.function.DoubleConsumer;

/**
 * The leading eigenvectors of a symmetric, positive semidefinite matrix [n x n] that is known only
 * by its products with tall matrices. With the matrix A'A they are the right singular vectors of A,
 * and the values the squares of its singular values: a truncated SVD.
 *
 * <p>A random basis, wider than the rank, is multiplied by the matrix and made orthonormal, again
 * and again; the eigenvectors of the matrix within its span are returned (randomised subspace
 * iteration; Halko, Martinsson and Tropp, "Finding structure with randomness: probabilistic
 * algorithms for constructing approximate matrix decompositions", SIAM Review 2011, algorithm 4.4,
 * with the Rayleigh-Ritz step of section 5.3). If the basis would be as wide as the matrix, the
 * unit vectors are the basis, and the result is exact up to rounding.
 *
 * <p>The random numbers are the same in each run; the sign of a vector is such that its largest
 * component, the first of equals, is positive.
 *
 * @param values descending, [rank]; not below 0
 * @param vectors [n x rank], row-major; a column of zeroes where the value is 0 up to rounding
 */
public record LeadingEigenvectors(double[] values, float[] vectors) {
  /** How much wider the basis is than the rank. */
  private static final int EXTRA = 64;

  /** Products with orthonormal bases. */
  private static final int STEPS = 12;

  private static final long SEED = 0x5eedL;

  /** Values below this share of the largest are rounding: floats have a precision of 6e-8. */
  private static final double ROUNDING = 1e-7;

  /** The matrix. */
  public interface Product {
    /**
     * The product with a tall matrix.
     *
     * @param vectors [n x width], row-major
     * @return a new array [n x width]
     */
    float[] times(float[] vectors, int width);
  }

  /** The bytes needed at the peak beyond those of a product: a basis and its image, three times. */
  public static long bytes(int n, int rank) {
    int width = width(n, rank);
    return 3L * n * width * Float.BYTES + TallProducts.bytes(width);
  }

  /**
   * Computes them.
   *
   * @param n rows, and columns, of the matrix
   * @param rank the number of vectors, 1 to {@code n}
   * @param loop the threads; the result does not depend on their number
   * @param progress receives the share that is done, 0 to 1
   * @throws IllegalArgumentException if the rank is out of range or the basis is too large for an
   *     array
   */
  public static LeadingEigenvectors of(
      int n, int rank, Product matrix, ParallelLoop loop, DoubleConsumer progress) {
    if (rank < 1 || rank > n) {
      throw new IllegalArgumentException(
          "Invalid rank: %,d (expected 1 to %,d)".formatted(rank, n));
    }
    int width = width(n, rank);
    if ((long) n * width > LongestArray.LENGTH) {
      throw new IllegalArgumentException(
          "Invalid rank: %,d (%,d x %,d numbers do not fit into an array). Lower the rank"
              .formatted(rank, n, width));
    }
    TallProducts products = new TallProducts(loop);
    Orthonormalization orthonormal = new Orthonormalization(products);
    boolean isComplete = width == n;
    int steps = isComplete ? 0 : STEPS;
    float[] basis = isComplete ? identity(n) : random(n, width, loop);
    for (int step = 0; step < steps; step++) {
      float[] image = matrix.times(basis, width);
      basis =
          step == steps - 1
              ? orthonormal.twice(image, n, width)
              : orthonormal.once(image, n, width);
      progress.accept((step + 1.0) / (steps + 1));
    }
    float[] image = matrix.times(basis, width);
    SymmetricEigen within = SymmetricEigen.of(products.inner(basis, image, n, width), width);
    double[] values = new double[rank];
    float[] rotation = new float[width * rank];
    for (int k = 0; k < rank; k++) {
      double value = within.values()[k];
      if (value > ROUNDING * within.values()[0]) {
        values[k] = value;
        for (int i = 0; i < width; i++) {
          rotation[i * rank + k] = (float) within.vectors()[k * width + i];
        }
      }
    }
    float[] vectors = products.times(basis, n, width, rotation, rank);
    fixSigns(vectors, n, rank);
    progress.accept(1);
    return new LeadingEigenvectors(values, vectors);
  }

  private static int width(int n, int rank) {
    return (int) Math.min(n, (long) rank + EXTRA);
  }

  private static float[] identity(int n) {
    float[] unit = new float[n * n];
    for (int i = 0; i < n; i++) {
      unit[i * n + i] = 1;
    }
    return unit;
  }

  /** Normal random numbers, a stream for each row. */
  private static float[] random(int n, int width, ParallelLoop loop) {
    float[] random = new float[n * width];
    int rows = 256;
    loop.run(
        (n + rows - 1) / rows,
        block -> {
          for (int row = block * rows; row < Math.min(n, (block + 1) * rows); row++) {
            SplitMix64 stream = new SplitMix64(Seeds.derive(SEED, row));
            for (int k = 0; k < width; k++) {
              random[row * width + k] = (float) stream.nextGaussian();
            }
          }
        });
    return random;
  }

  private static void fixSigns(float[] vectors, int n, int rank) {
    float[] largest = new float[rank];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < rank; k++) {
        float component = vectors[i * rank + k];
        if (Math.abs(component) > Math.abs(largest[k])) {
          largest[k] = component;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < rank; k++) {
        if (largest[k] < 0) {
          vectors[i * rank + k] = -vectors[i * rank + k];
        }
      }
    }
  }

  /** The number of values above rounding. */
  public int found() {
    return (int) Arrays.stream(values).filter(value -> value > 0).count();
  }
}
