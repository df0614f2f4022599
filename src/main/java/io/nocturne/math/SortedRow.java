package io.nocturne.math;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;

/** A sparse row with its items in ascending order. */
public final class SortedRow implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * A symmetric matrix that is filled strip by strip, where a strip is some consecutive rows up to
   * the diagonal: the elements beyond mirror those of later strips.
   */
  public interface Strips {
    /** Rows, and columns, of the matrix. */
    int n();

    /** Rows of every strip except the last. */
    int stripHeight();

    /** The number of strips. */
    default int strips() {
      return (n() - 1) / stripHeight() + 1;
    }

    /** The first row of a strip. */
    default int stripFirst(int s) {
      return s * stripHeight();
    }

    /** After the last row of a strip, and after its last column. */
    default int stripEnd(int s) {
      return Math.min(n(), stripFirst(s) + stripHeight());
    }

    /**
     * Sets the rows of a strip, and thereby the columns that mirror them.
     *
     * @param strip row-major, [rows of the strip x stripEnd(s)]: up to and including the square on
     *     the diagonal, which must be symmetric
     */
    void setStrip(int s, double[] strip);

    /**
     * Checks the length of a strip.
     *
     * @throws IllegalArgumentException if it is another
     */
    default void checkStrip(int s, double[] strip) {
      long expected = (long) (stripEnd(s) - stripFirst(s)) * stripEnd(s);
      if (strip.length != expected) {
        throw new IllegalArgumentException(
            "Invalid length of strip %d: %d (expected %d)".formatted(s, strip.length, expected));
      }
    }
  }

  private final int[] items;
  private final float[] weights;

  /** What its products are multiplied by. */
  private final double factor;

  private SortedRow(int[] items, float[] weights, double factor) {
    this.items = items;
    this.weights = weights;
    this.factor = factor;
  }

  /** Sorts a row; the arrays are not changed. */
  public static SortedRow of(int[] items, float[] weights) {
    return of(items, weights, 0);
  }

  /**
   * The weight of a row x in a Gram matrix X' D X, |x|^-power, where |x| is the sum of its absolute
   * weights; 1 for a power of 0, and 0 for a row of zeroes.
   */
  public static double factor(float[] weights, double power) {
    if (power == 0) {
      return 1;
    }
    double sum = 0;
    for (float weight : weights) {
      sum += Math.abs(weight);
    }
    return sum > 0 ? StrictMath.pow(sum, -power) : 0;
  }

  /**
   * Sorts a row; the arrays are not changed.
   *
   * @param power its products are multiplied by {@link #factor(float[], double)}
   */
  public static SortedRow of(int[] items, float[] weights, double power) {
    Integer[] order = new Integer[items.length];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, Comparator.comparingInt(k -> items[k]));
    int[] sortedItems = new int[items.length];
    float[] sortedWeights = new float[items.length];
    for (int k = 0; k < items.length; k++) {
      sortedItems[k] = items[order[k]];
      sortedWeights[k] = weights[order[k]];
    }
    return new SortedRow(sortedItems, sortedWeights, factor(weights, power));
  }

  /** The items, ascending; not a copy, do not modify. */
  public int[] items() {
    return items;
  }

  /** The items below {@code end}. */
  public SortedRow below(int end) {
    int size = firstFrom(end);
    return new SortedRow(Arrays.copyOf(items, size), Arrays.copyOf(weights, size), factor);
  }

  /**
   * Adds the products of the items from {@code first} (inclusive) to {@code width} (exclusive) with
   * all items below {@code width} to a strip of the Gram matrix.
   *
   * @param sums the strip, rows {@code first} to {@code width}, row-major, [width - first x width]
   */
  public void addProducts(double[] sums, int first, int width) {
    int end = firstFrom(width);
    for (int a = firstFrom(first); a < end; a++) {
      int row = (items[a] - first) * width;
      double weight = factor * weights[a];
      for (int b = 0; b < end; b++) {
        sums[row + items[b]] += weight * weights[b];
      }
    }
  }

  /**
   * Adds f x (x' V) to a product X' D X V, where f is the row's {@link #factor(float[], double)}.
   *
   * @param vectors V, [items x width], row-major
   * @param sums [items x width]
   */
  public static void addNormalProduct(
      int[] items, float[] weights, double power, float[] vectors, int width, double[] sums) {
    double factor = factor(weights, power);
    for (int v = 0; v < width; v++) {
      double projection = 0;
      for (int k = 0; k < items.length; k++) {
        projection += (double) weights[k] * vectors[items[k] * width + v];
      }
      for (int k = 0; k < items.length; k++) {
        sums[items[k] * width + v] += factor * projection * weights[k];
      }
    }
  }

  /**
   * Adds the row's part of X'L to the rows of a strip.
   *
   * @param left L, [rows x width], row-major
   * @param number of this row
   * @param product rows of items from {@code first} on, [items of the strip x width]
   */
  public void addTransposedProduct(
      float[] left, int number, int width, double[] product, int first) {
    for (int k = firstFrom(first); k < items.length; k++) {
      int to = (items[k] - first) * width;
      for (int v = 0; v < width; v++) {
        product[to + v] += (double) weights[k] * left[number * width + v];
      }
    }
  }

  /** Position of the first item that is not below {@code least}. */
  private int firstFrom(int least) {
    int at = Arrays.binarySearch(items, least);
    return at >= 0 ? at : -at - 1;
  }
}
