package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ItemWeightsTest {
  /** The elements of B: small integers, so that sums are exact in any order. */
  private static float b(int i, int j) {
    return (i * 31 + j * 17) % 13 - 6;
  }

  private static ItemWeights weights(int items) {
    int rowsPerPart = ItemWeights.rowsPerPart(items);
    float[][] parts = new float[(items + rowsPerPart - 1) / rowsPerPart][];
    for (int part = 0; part < parts.length; part++) {
      int first = part * rowsPerPart;
      parts[part] = new float[Math.min(rowsPerPart, items - first) * items];
      for (int k = 0; k < parts[part].length; k++) {
        parts[part][k] = b(first + k / items, k % items);
      }
    }
    return new ItemWeights(items, ItemWeights.parameters(items, parts));
  }

  @Test
  void partsHaveAtMostSixteenMegabytes() {
    assertEquals(4_194_304, ItemWeights.rowsPerPart(1));
    assertEquals(2_048, ItemWeights.rowsPerPart(2_048)); // the largest that fits into one part
    assertEquals(2_047, ItemWeights.rowsPerPart(2_049));
    assertEquals(1, ItemWeights.rowsPerPart(4_194_304));
    assertEquals(1, ItemWeights.rowsPerPart(10_000_000));
  }

  /** 3,000 items have three parts, split at rows 1,398 and 2,796. */
  @Test
  void partsMatchADenseProduct() {
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
    Arrays.fill(scores, Float.NaN); // must be overwritten
    weights(items).score(rows.build(), scores);
    assertArrayEquals(expected, scores);
  }

  @Test
  void writesOnlyTheRowsOfTheBatch() {
    float[] scores = {7, 7, 7, 7};
    weights(2).score(SparseRows.builder(2).add(new int[] {1}).build(), scores);
    assertArrayEquals(new float[] {b(1, 0), b(1, 1), 7, 7}, scores);
    assertEquals(2, weights(2).items());
  }

  @Test
  void checksTheNumberOfParts() {
    Parameters inOnePart = ItemWeights.parameters(3_000, new float[][] {new float[9_000_000]});
    assertEquals(
        "Invalid item weights: 1 parts for 3000 items (expected 3)",
        assertThrows(IllegalArgumentException.class, () -> new ItemWeights(3_000, inOnePart))
            .getMessage());
  }
}
