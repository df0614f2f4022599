package io.nocturne.model.linear;

import io.nocturne.math.LongestArray;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import java.util.Arrays;

/**
 * Dense item x item weights made sparse: of each column, the weights of what adds to an item's
 * score, the largest by absolute value are kept. Each item is then explained by as many others,
 * whatever its popularity; a bound for the whole matrix would leave rare items nothing.
 */
public final class BestOfColumns {
  /** Columns that are read together, so that rows are read in whole cache lines. */
  private static final int TOGETHER = 64;

  private BestOfColumns() {}

  /**
   * Returns the sparse weights.
   *
   * @param items rows, and columns
   * @param parts whole rows of the matrix, as in {@link io.nocturne.model.ItemWeights}
   * @param keep how many weights of a column are kept; ties by row
   * @param threads the number of threads, on which the result does not depend
   * @return [items x items], columns ascending in each row
   */
  public static SparseRows of(int items, float[][] parts, int keep, int threads) {
    if (keep < 1) {
      throw new IllegalArgumentException(
          "Invalid number of weights to keep: " + keep + " (expected 1 or more)");
    }
    long[] last = new long[items];
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      loop.run(
          (items + TOGETHER - 1) / TOGETHER,
          block -> findLast(items, parts, keep, block * TOGETHER, last));
    }
    return kept(items, parts, last);
  }

  /** Finds the key of the last weight that is kept of some columns. */
  private static void findLast(int items, float[][] parts, int keep, int first, long[] last) {
    int width = Math.min(TOGETHER, items - first);
    long[][] keys = new long[width][items];
    int row = 0;
    for (float[] part : parts) {
      for (int from = first; from < part.length; from += items) {
        for (int c = 0; c < width; c++) {
          keys[c][row] = key(part[from + c], row);
        }
        row++;
      }
    }
    for (int c = 0; c < width; c++) {
      Arrays.sort(keys[c]);
      last[first + c] = keys[c][Math.min(keep, items) - 1];
    }
  }

  /** Larger absolute values come first, ties by row. */
  private static long key(float weight, int row) {
    if (Float.isNaN(weight)) {
      throw new IllegalArgumentException(
          "Invalid weight in row %d: NaN (expected a number)".formatted(row));
    }
    return ((long) (Integer.MAX_VALUE - Float.floatToIntBits(Math.abs(weight))) << 32) | row;
  }

  private static SparseRows kept(int items, float[][] parts, long[] last) {
    long most = 0;
    int[] offsets = new int[items + 1];
    int row = 0;
    for (float[] part : parts) {
      for (int from = 0; from < part.length; from += items) {
        for (int j = 0; j < items; j++) {
          most += isKept(part[from + j], row, last[j]) ? 1 : 0;
        }
        if (most > LongestArray.LENGTH) {
          throw new IllegalArgumentException(
              "Invalid number of weights: over %,d, the longest array. Keep fewer of each column"
                  .formatted(LongestArray.LENGTH));
        }
        offsets[++row] = (int) most;
      }
    }
    int[] columns = new int[(int) most];
    float[] values = new float[(int) most];
    int at = 0;
    row = 0;
    for (float[] part : parts) {
      for (int from = 0; from < part.length; from += items, row++) {
        for (int j = 0; j < items; j++) {
          if (isKept(part[from + j], row, last[j])) {
            columns[at] = j;
            values[at++] = part[from + j];
          }
        }
      }
    }
    return SparseRows.of(items, offsets, columns, values);
  }

  private static boolean isKept(float weight, int row, long last) {
    return weight != 0 && key(weight, row) <= last;
  }
}
