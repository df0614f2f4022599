package io.nocturne.nn;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import java.util.stream.IntStream;

/** Random histories with weights from 0.1 to 1.1; row 1 is empty. */
public final class RandomHistories {
  public static final int EMPTY = 1;

  private RandomHistories() {}

  public static SparseRows of(long seed, int rows, int items, double share) {
    SplitMix64 random = new SplitMix64(seed);
    SparseRowsBuilder builder = SparseRows.builder(items);
    for (int row = 0; row < rows; row++) {
      boolean empty = row == EMPTY;
      int[] met =
          IntStream.range(0, items).filter(i -> !empty && random.nextDouble() < share).toArray();
      for (int k = met.length - 1; k > 0; k--) { // in chronological order, not in that of items
        int other = random.nextInt(k + 1);
        int item = met[k];
        met[k] = met[other];
        met[other] = item;
      }
      float[] weights = new float[met.length];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = .1f + random.nextFloat();
      }
      builder.add(met, weights);
    }
    return builder.build();
  }

  /** The same histories, with zero weights in one row. */
  public static SparseRows withZeros(SparseRows rows, int zeros) {
    SparseRowsBuilder builder = SparseRows.builder(rows.columns());
    for (int row = 0; row < rows.rows(); row++) {
      int[] items = new int[rows.end(row) - rows.start(row)];
      float[] weights = new float[items.length];
      for (int k = 0; k < items.length; k++) {
        items[k] = rows.index(rows.start(row) + k);
        weights[k] = row == zeros ? 0 : rows.value(rows.start(row) + k);
      }
      builder.add(items, weights);
    }
    return builder.build();
  }

  /** The number of rows that have each item. */
  public static float[] counts(SparseRows rows) {
    float[] counts = new float[rows.columns()];
    for (int k = 0; k < rows.nonZeros(); k++) {
      counts[rows.index(k)]++;
    }
    return counts;
  }

  /** 0, 1, 2 and so on. */
  public static int[] inOrder(int rows) {
    return IntStream.range(0, rows).toArray();
  }
}
