package io.nocturne.math.linear;

/**
 * A solved column of an item x item matrix.
 *
 * @param items the rows of its entries, distinct
 * @param weights the entries
 * @param isMended whether the problem had to be changed to be solvable
 */
public record SparseColumn(int[] items, float[] weights, boolean isMended) {
  /** A column of zeroes. */
  public static SparseColumn empty() {
    return new SparseColumn(new int[0], new float[0], false);
  }
}
