package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.SparseRows;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ItemWeightsTest {
  /** B of the tests: small whole numbers, whose sums floats hold exactly in any order. */
  private static float b(int i, int j) {
    return (i * 31 + j * 17) % 13 - 6;
  }

  private static ItemWeights weights(int items) {
    int rowsPerBlock = ItemWeights.rowsPerBlock(items);
    float[][] blocks = new float[(items + rowsPerBlock - 1) / rowsPerBlock][];
    for (int block = 0; block < blocks.length; block++) {
      int first = block * rowsPerBlock;
      blocks[block] = new float[Math.min(rowsPerBlock, items - first) * items];
      for (int k = 0; k < blocks[block].length; k++) {
        blocks[block][k] = b(first + k / items, k % items);
      }
    }
    return new ItemWeights(items, blocks);
  }

  @Test
  void blocksOfAtMostSixteenMegabytes() {
    assertEquals(4_194_304, ItemWeights.rowsPerBlock(1));
    assertEquals(2_048, ItemWeights.rowsPerBlock(2_048)); // the last that fits into one block
    assertEquals(2_047, ItemWeights.rowsPerBlock(2_049));
    assertEquals(1, ItemWeights.rowsPerBlock(4_194_304));
    assertEquals(1, ItemWeights.rowsPerBlock(10_000_000));
  }

  /** 3,000 items make three blocks, cut at rows 1,398 and 2,796. */
  @Test
  void severalBlocksAreOneDenseProduct() {
    int items = 3_000;
    int[][] histories = {{0, 1397, 1398, 2795, 2796, 2999}, {}, {2999, 0}, {1400}};
    float[][] values = {{1, 2, 3, 4, 5, 6}, {}, {-2, .5f}, {1}};
    var rows = SparseRows.builder(items);
    float[] expected = new float[histories.length * items];
    for (int row = 0; row < histories.length; row++) {
      rows.add(histories[row], values[row]);
      for (int k = 0; k < histories[row].length; k++) {
        for (int j = 0; j < items; j++) {
          expected[row * items + j] += values[row][k] * b(histories[row][k], j);
        }
      }
    }
    float[] scores = new float[expected.length];
    Arrays.fill(scores, Float.NaN); // what was there is overwritten
    weights(items).score(rows.build(), scores);
    assertArrayEquals(expected, scores);
  }

  @Test
  void onlyTheRowsOfTheBatchAreWritten() {
    float[] scores = {7, 7, 7, 7};
    weights(2).score(SparseRows.builder(2).add(new int[] {1}).build(), scores);
    assertArrayEquals(new float[] {b(1, 0), b(1, 1), 7, 7}, scores);
    assertEquals(2, weights(2).items());
  }

  @Test
  void theNumberOfBlocksIsChecked() {
    assertEquals(
        "Invalid item weights: 1 blocks for 3000 items (expected 3)",
        assertThrows(IllegalArgumentException.class, () -> new ItemWeights(3_000, new float[1][]))
            .getMessage());
  }
}
