package io.nocturne.math.linear;

import io.nocturne.math.Kernels;
import io.nocturne.math.SparseRows;

/**
 * X' D X V over sparse rows X [rows x columns] that are added one after another, for a slice of V's
 * columns. D is the diagonal of |x|^-power, |x| being the sum of a row's absolute weights; rows
 * without weight add nothing.
 *
 * <p>Work is divided by slices of V, not by rows: every slice needs all rows, in their order, but
 * no sums cross slices, nothing as long as the number of rows is stored, and a slice of V and of
 * the result stay in the cache. So the bits depend neither on threads nor on executors.
 */
public final class NormalProduct {
  /** The columns in a slice: a row of it is four of the widest vectors. */
  private static final int SLICE = 64;

  private final Kernels kernels = Kernels.get();
  private final double power;
  private final float[] vectors;
  private final float[] sums;
  private final int width;

  /**
   * A sum of no rows.
   *
   * @param power of the rows' scaling, 0 or more
   * @param slice of V, [columns x width], row-major
   * @param width of the slice
   */
  public NormalProduct(double power, float[] slice, int width) {
    this.power = power;
    this.vectors = slice;
    this.width = width;
    this.sums = new float[slice.length];
  }

  /** Adds a row of X; its entries are summed in their order. */
  public void add(int[] columns, float[] weights) {
    float factor = factor(weights, power);
    if (factor > 0) {
      kernels.addNormalProduct(
          factor, columns, weights, 0, columns.length, vectors, sums, width, 0, width);
    }
  }

  /** Adds rows of X, in their order. */
  public void addAll(SparseRows rows) {
    for (int row = 0; row < rows.rows(); row++) {
      add(rows.indices(row), rows.values(row));
    }
  }

  /** The slice of X' D X V so far, [columns x width]; not a copy. */
  public float[] sums() {
    return sums;
  }

  /** |x|^-power, with |x| the sum of the absolute weights; 0 for a row without weight. */
  public static float factor(float[] weights, double power) {
    double sum = 0;
    for (float weight : weights) {
      sum += Math.abs(weight);
    }
    if (sum == 0) {
      return 0;
    }
    return power == 0 ? 1 : (float) StrictMath.pow(sum, -power);
  }

  /** The number of slices of a matrix of that width. */
  public static int slices(int width) {
    return (width + SLICE - 1) / SLICE;
  }

  /** The width of slice number {@code slice}. */
  public static int width(int width, int slice) {
    return Math.min(SLICE, width - slice * SLICE);
  }

  /** Copies slice number {@code slice} of V, [rows x width]. */
  public static float[] slice(float[] all, int rows, int width, int slice) {
    int of = width(width, slice);
    float[] copy = new float[rows * of];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(all, row * width + slice * SLICE, copy, row * of, of);
    }
    return copy;
  }

  /** Copies a slice back to its place in a matrix, [rows x width]. */
  public static void put(float[] from, int rows, int width, int slice, float[] all) {
    int of = width(width, slice);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, row * of, all, row * width + slice * SLICE, of);
    }
  }
}
