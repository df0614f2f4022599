package io.nocturne.math.linear;

import io.nocturne.math.SparseRows;
import java.util.Arrays;
import java.util.List;

/**
 * Computes rows of X'X one after another, each in an array of one number per item: row i is the sum
 * of the rows of the users who have item i, in their order. Nothing else is dense, and a row does
 * not depend on which others are computed beside it. Not thread-safe.
 */
public final class GramRows {
  private final List<SparseRows> blocks;

  /** For each wanted rank where its users start in {@link #blockOf}; [wanted + 1]. */
  private final int[] starts;

  /** The block and the row of each user who has a wanted item, and the weight of the item. */
  private final int[] blockOf;

  private final int[] rowOf;
  private final float[] weightOf;
  private final double[] sums;
  private int[] touched = new int[1024];
  private int size;

  /**
   * @param blocks rows of users in their order, their columns ranks of items; all users who have a
   *     wanted item
   * @param wanted the ranks whose rows will be computed, ascending
   * @param items the number of items
   */
  public GramRows(List<SparseRows> blocks, int[] wanted, int items) {
    this.blocks = blocks;
    this.sums = new double[items];
    int[] placeOf = new int[items];
    Arrays.fill(placeOf, -1);
    for (int place = 0; place < wanted.length; place++) {
      placeOf[wanted[place]] = place;
    }
    this.starts = new int[wanted.length + 1];
    for (SparseRows block : blocks) {
      for (int k = 0; k < block.nonZeros(); k++) {
        int place = placeOf[block.index(k)];
        if (place >= 0) {
          starts[place + 1]++;
        }
      }
    }
    Arrays.parallelPrefix(starts, Math::addExact);
    int[] next = starts.clone();
    int entries = starts[wanted.length];
    this.blockOf = new int[entries];
    this.rowOf = new int[entries];
    this.weightOf = new float[entries];
    for (int b = 0; b < blocks.size(); b++) {
      SparseRows block = blocks.get(b);
      for (int row = 0; row < block.rows(); row++) {
        for (int k = block.start(row); k < block.end(row); k++) {
          int place = placeOf[block.index(k)];
          if (place >= 0) {
            int to = next[place]++;
            blockOf[to] = b;
            rowOf[to] = row;
            weightOf[to] = block.value(k);
          }
        }
      }
    }
  }

  /** Computes the row of the wanted rank at that place; the row before it is lost. */
  public void compute(int place) {
    clear();
    for (int u = starts[place]; u < starts[place + 1]; u++) {
      SparseRows block = blocks.get(blockOf[u]);
      int end = block.end(rowOf[u]);
      int start = block.start(rowOf[u]);
      double weight = weightOf[u];
      while (touched.length < size + end - start) {
        touched = Arrays.copyOf(touched, 2 * touched.length);
      }
      for (int k = start; k < end; k++) {
        int rank = block.index(k);
        if (sums[rank] == 0) {
          touched[size++] = rank; // a second time if the sum was cancelled to 0
        }
        sums[rank] += weight * block.value(k);
      }
      if (size > sums.length) {
        removeRepeated();
      }
    }
    removeRepeated();
  }

  /** The number of ranks in the row, some of which may have the product 0. */
  public int size() {
    return size;
  }

  /** A rank in the row, ascending with {@code k}. */
  public int rank(int k) {
    return touched[k];
  }

  /** The product with the item of a rank. */
  public double product(int rank) {
    return sums[rank];
  }

  private void clear() {
    for (int k = 0; k < size; k++) {
      sums[touched[k]] = 0;
    }
    size = 0;
  }

  private void removeRepeated() {
    Arrays.sort(touched, 0, size);
    int kept = 0;
    for (int k = 0; k < size; k++) {
      if (kept == 0 || touched[kept - 1] != touched[k]) {
        touched[kept++] = touched[k];
      }
    }
    size = kept;
  }
}
