package io.nocturne.model;

import io.nocturne.math.SparseRows;
import java.util.Arrays;

/**
 * A model that is linear in the items: scores = x B, where row i of B, [items x items], says what
 * an interaction with item i adds to the score of every item. EASE and its kin end in such a
 * matrix.
 *
 * <p>The rows lie in blocks, so that a matrix may be larger than one array or one broadcast.
 */
public final class ItemWeights implements Recommender {
  private final int items;
  private final int rowsPerBlock;
  private final float[][] blocks;

  /**
   * Takes B in blocks of {@code rowsPerBlock} whole rows, row-major; the last block may be shorter.
   */
  public ItemWeights(int items, float[][] blocks) {
    this.items = items;
    this.rowsPerBlock = rowsPerBlock(items);
    this.blocks = blocks;
    int expected = (items + rowsPerBlock - 1) / rowsPerBlock;
    if (blocks.length != expected) {
      throw new IllegalArgumentException(
          "Invalid item weights: %d blocks for %d items (expected %d)"
              .formatted(blocks.length, items, expected));
    }
  }

  /** How many rows of [items] floats a block holds: at most 16 MB of them, at least one. */
  public static int rowsPerBlock(int items) {
    return Math.max(1, Parameters.BLOCK_FLOATS / Math.max(1, items));
  }

  @Override
  public int items() {
    return items;
  }

  @Override
  public void score(SparseRows histories, float[] scores) {
    for (int row = 0; row < histories.rows(); row++) {
      int to = row * items;
      Arrays.fill(scores, to, to + items, 0f);
      for (int k = histories.start(row); k < histories.end(row); k++) {
        addRow(histories.index(k), histories.value(k), scores, to);
      }
    }
  }

  private void addRow(int item, float weight, float[] scores, int to) {
    float[] block = blocks[item / rowsPerBlock];
    int from = item % rowsPerBlock * items;
    for (int j = 0; j < items; j++) {
      scores[to + j] += weight * block[from + j];
    }
  }
}
