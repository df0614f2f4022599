package io.nocturne.math.linear;

import io.nocturne.math.LongestArray;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import java.io.Serializable;
import java.util.List;

/**
 * The solved columns of consecutive ranks. (Not a record, because Spark's Kryo cannot serialize
 * records.)
 */
public final class SolvedColumns implements Serializable {
  private static final long serialVersionUID = 1;

  /** The most blocks that columns are solved in. */
  private static final int BLOCKS = 256;

  private static final int LARGEST_BLOCK = 1024;

  private final int first;
  private final SparseRows columns;
  private final int mended;

  private SolvedColumns(int first, SparseRows columns, int mended) {
    this.first = first;
    this.columns = columns;
    this.mended = mended;
  }

  /** The number of columns that are solved together. */
  public static int blockSize(int items) {
    return Math.max(1, Math.min(LARGEST_BLOCK, items / BLOCKS));
  }

  /** The number of blocks. */
  public static int blocks(int items) {
    return (items + blockSize(items) - 1) / blockSize(items);
  }

  /** Solves the columns of a block. */
  public static SolvedColumns solve(int block, SparseGram gram, ColumnSolver solver) {
    int items = gram.items().items();
    int first = block * blockSize(items);
    int end = Math.min(items, first + blockSize(items));
    ColumnSolver.Worker worker = solver.on(gram);
    SparseRowsBuilder columns = SparseRows.builder(items);
    int mended = 0;
    for (int rank = first; rank < end; rank++) {
      SparseColumn column = worker.solve(rank);
      columns.add(column.items(), column.weights());
      mended += column.isMended() ? 1 : 0;
    }
    return new SolvedColumns(first, columns.build(), mended);
  }

  /** How many columns had to be changed to be solvable. */
  public int mended() {
    return mended;
  }

  /** The number of entries. */
  public int size() {
    return columns.nonZeros();
  }

  /** Joins all blocks to a matrix by rows, [items x items], columns ascending in each. */
  public static SparseRows matrix(List<SolvedColumns> blocks, RankedItems items) {
    int count = items.items();
    long entries = blocks.stream().mapToLong(SolvedColumns::size).sum();
    if (entries > LongestArray.LENGTH) {
      throw new IllegalArgumentException(
          "Invalid number of weights: %,d (expected at most %,d, the longest array). Lower density or neighbours"
              .formatted(entries, LongestArray.LENGTH));
    }
    int[] offsets = new int[count + 1];
    for (SolvedColumns block : blocks) {
      for (int k = 0; k < block.columns.nonZeros(); k++) {
        offsets[block.columns.index(k) + 1]++;
      }
    }
    for (int i = 0; i < count; i++) {
      offsets[i + 1] += offsets[i];
    }
    int[] next = offsets.clone();
    int[] columns = new int[(int) entries];
    float[] weights = new float[(int) entries];
    int size = blockSize(count);
    for (int item = 0; item < count; item++) {
      int rank = items.rank(item);
      SolvedColumns block = blocks.get(rank / size);
      int row = rank - block.first;
      for (int k = block.columns.start(row); k < block.columns.end(row); k++) {
        int to = next[block.columns.index(k)]++;
        columns[to] = item;
        weights[to] = block.columns.value(k);
      }
    }
    return SparseRows.of(count, offsets, columns, weights);
  }
}
