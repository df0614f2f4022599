package io.nocturne.model;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;

/**
 * A model that is linear in the items: scores = x B, where row i of B, [items x items], says what
 * an interaction with item i adds to the score of every item.
 *
 * <p>The rows are stored in parts, so that a matrix may be larger than one array or one broadcast.
 */
public final class ItemWeights implements Recommender {
  /** The name of the block of B. */
  public static final String BLOCK = "item.weights";

  private final int items;
  private final int rowsPerPart;
  private final float[][] parts;

  /**
   * A model of the block {@link #BLOCK}, [items x items], in parts of {@link #rowsPerPart} whole
   * rows; the last one may be shorter.
   */
  public ItemWeights(int items, Parameters parameters) {
    this.items = items;
    this.rowsPerPart = rowsPerPart(items);
    this.parts = parameters.floats(BLOCK).arrays();
    int expected = (items + rowsPerPart - 1) / rowsPerPart;
    if (parts.length != expected) {
      throw new IllegalArgumentException(
          "Invalid item weights: %d parts for %d items (expected %d)"
              .formatted(parts.length, items, expected));
    }
  }

  /** The parameters of a model, from the parts of B, which are not copied. */
  public static Parameters parameters(int items, float[][] parts) {
    BlockShape shape = BlockShape.weights(BLOCK, RowsOf.ITEMS, items, Math.max(1, items));
    return new Parameters(List.of(new Block.Floats(shape, parts)));
  }

  /** The number of rows in a part: at most 16 MB, at least one row. */
  public static int rowsPerPart(int items) {
    return Math.max(1, Block.PART / Math.max(1, items));
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
    float[] part = parts[item / rowsPerPart];
    int from = item % rowsPerPart * items;
    for (int j = 0; j < items; j++) {
      scores[to + j] += weight * part[from + j];
    }
  }
}
