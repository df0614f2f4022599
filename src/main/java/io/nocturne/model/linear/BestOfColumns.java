package io.nocturne.model.linear;

import io.nocturne.math.LongestArray;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.TopN;
import io.nocturne.model.RangedScores;
import io.nocturne.model.Recommender;
import java.util.Arrays;

/**
 * Dense item x item weights made sparse: of each column, the weights of what adds to an item's
 * score, the largest by absolute value are kept. Each item is then explained by as many others,
 * whatever its popularity; a bound for the whole matrix would leave rare items nothing.
 */
public final class BestOfColumns {
  /** Columns that are read together, so that rows are read in whole cache lines. */
  private static final int TOGETHER = 16;

  private final Recommender model;
  private final int keep;
  private final int[][] rows;
  private final float[][] weights;

  private BestOfColumns(Recommender model, int keep) {
    this.model = model;
    this.keep = keep;
    this.rows = new int[model.items()][];
    this.weights = new float[model.items()][];
  }

  /**
   * Returns the sparse weights.
   *
   * @param model linear without a bias: its scores of a history of one item are a row of weights
   * @param keep how many weights of a column are kept, other than 0; ties by row
   * @param threads the number of threads, on which the result does not depend; each needs 1.3 KB
   *     for each item
   * @return [items x items], columns ascending in each row
   */
  public static SparseRows of(Recommender model, int keep, int threads) {
    require(model.items(), keep);
    BestOfColumns best = new BestOfColumns(model, keep);
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      loop.run(threads, turn -> best.find(turn, threads));
    }
    return best.byRow();
  }

  /** Throws if so many weights of each column cannot be kept. */
  public static void require(int items, int keep) {
    if (keep < 1) {
      throw new IllegalArgumentException(
          "Invalid number of weights to keep: " + keep + " (expected 1 or more)");
    }
    if ((long) items * Math.min(keep, items) > LongestArray.LENGTH) {
      throw new IllegalArgumentException(
          "Invalid number of weights to keep: %,d of each of %,d items (expected at most %,d, as an array has no more). Keep fewer"
              .formatted(keep, items, LongestArray.LENGTH / items));
    }
  }

  /** Finds the weights of every {@code step}-th range of columns. */
  private void find(int turn, int step) {
    int items = model.items();
    int width = model.rangeWidth();
    RangedScores columns = model.scores(units(items));
    float[] range = new float[Math.multiplyExact(items, width)];
    float[][] some = new float[TOGETHER][items];
    TopN best = new TopN(Math.min(keep, items));
    for (long first = (long) turn * width; first < items; first += (long) step * width) {
      columns.write((int) first, range);
      int length = (int) Math.min(width, items - first);
      for (int from = 0; from < length; from += TOGETHER) {
        int count = Math.min(TOGETHER, length - from);
        copy(range, length, from, count, some);
        for (int c = 0; c < count; c++) {
          keep((int) first + from + c, some[c], best);
        }
      }
    }
  }

  /** A history of each item alone. */
  private static SparseRows units(int items) {
    SparseRowsBuilder units = SparseRows.builder(items);
    for (int item = 0; item < items; item++) {
      units.add(new int[] {item});
    }
    return units.build();
  }

  private static void copy(float[] range, int width, int from, int count, float[][] columns) {
    for (int row = 0; row < columns[0].length; row++) {
      for (int c = 0; c < count; c++) {
        columns[c][row] = range[row * width + from + c];
      }
    }
  }

  private void keep(int item, float[] column, TopN best) {
    float[] sizes = new float[column.length];
    for (int row = 0; row < sizes.length; row++) {
      // 0 is no weight
      sizes[row] = column[row] == 0 ? Float.NEGATIVE_INFINITY : Math.abs(column[row]);
    }
    best.select(sizes, sizes.length);
    int[] kept = best.indices();
    Arrays.sort(kept);
    rows[item] = kept;
    weights[item] = new float[kept.length];
    for (int k = 0; k < kept.length; k++) {
      weights[item][k] = column[kept[k]];
    }
  }

  private SparseRows byRow() {
    int items = model.items();
    int[] offsets = new int[items + 1];
    for (int[] ofColumn : rows) {
      for (int row : ofColumn) {
        offsets[row + 1]++;
      }
    }
    for (int row = 0; row < items; row++) {
      offsets[row + 1] = Math.addExact(offsets[row], offsets[row + 1]);
    }
    int[] next = Arrays.copyOf(offsets, items);
    int[] columns = new int[offsets[items]];
    float[] values = new float[offsets[items]];
    for (int item = 0; item < items; item++) {
      for (int k = 0; k < rows[item].length; k++) {
        int at = next[rows[item][k]]++;
        columns[at] = item;
        values[at] = weights[item][k];
      }
    }
    return SparseRows.of(items, offsets, columns, values);
  }
}
