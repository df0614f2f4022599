package io.nocturne.model.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.math.linear.SymmetricFloats;
import io.nocturne.model.RangedScores;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SymmetricWeightsTest {
  /** Three tile rows, the last of 88 items. */
  private static final int ITEMS = 600;

  private static final int ROWS = 40;

  private static float p(int i, int j) {
    return i == j ? 7 : (Math.min(i, j) * 31 + Math.max(i, j) * 17) % 13 - 6;
  }

  private static SymmetricWeights weights(boolean biased) {
    return weights(biased, SymmetricFloats.tileSize(ITEMS));
  }

  private static SymmetricWeights weights(boolean biased, int tileSize) {
    SymmetricFloats inverse = new SymmetricFloats(ITEMS, tileSize);
    float[] reads = new float[ITEMS];
    float[] scales = new float[ITEMS];
    float[] diagonal = new float[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      reads[i] = 1 + i % 3;
      scales[i] = 2 - i % 2;
      diagonal[i] = i % 5;
      for (int j = 0; j <= i; j++) {
        inverse.set(i, j, p(i, j));
      }
    }
    Parameters parameters = SymmetricWeights.parameters(inverse, reads, scales, diagonal);
    float[] bias = new float[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      bias[i] = i;
    }
    return new SymmetricWeights(
        ITEMS, biased ? parameters.with(SymmetricWeights.bias(bias)) : parameters);
  }

  /** All numbers are small integers, so that sums are exact in any order. */
  @Test
  void matchesTheDenseProduct() {
    SplitMix64 random = new SplitMix64(5);
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    float[] expected = new float[ROWS * ITEMS];
    for (int row = 0; row < ROWS; row++) {
      int[] items = new int[row % 7];
      float[] values = new float[items.length];
      for (int k = 0; k < items.length; k++) {
        items[k] = (k * 97 + random.nextInt(90)) % ITEMS;
        values[k] = 1 + random.nextInt(3);
        for (int j = 0; j < ITEMS; j++) {
          int i = items[k];
          float weight = i == j ? i % 5 : -p(i, j) * (1 + i % 3) * (2 - j % 2);
          expected[row * ITEMS + j] += values[k] * weight;
        }
      }
      rows.add(items, values);
    }
    float[] scores = new float[expected.length];
    Arrays.fill(scores, Float.NaN);
    weights(false).score(rows.build(), scores);
    for (int k = 0; k < scores.length; k++) {
      assertEquals(expected[k], scores[k], 0f);
    }
    weights(true).score(rows.build(), scores);
    for (int k = 0; k < scores.length; k++) {
      assertEquals(expected[k] + k % ITEMS, scores[k], 0f);
    }
  }

  /** A score is summed in an order that depends on its history only. */
  @Test
  void bitsDoNotDependOnTheBatch() {
    SymmetricWeights model = weights(true);
    int[][] histories = {{599, 3, 257}, {0}, {}, {300, 301, 2}};
    float[][] values = {{.1f, .7f, .3f}, {.9f}, {}, {.2f, .3f, .6f}};
    SparseRowsBuilder all = SparseRows.builder(ITEMS);
    for (int row = 0; row < histories.length; row++) {
      all.add(histories[row], values[row]);
    }
    float[] together = new float[histories.length * ITEMS];
    model.score(all.build(), together);
    for (int row = 0; row < histories.length; row++) {
      float[] alone = new float[ITEMS];
      model.score(SparseRows.builder(ITEMS).add(histories[row], values[row]).build(), alone);
      assertArrayEquals(
          alone, Arrays.copyOfRange(together, row * ITEMS, (row + 1) * ITEMS), "row " + row);
    }
  }

  /** A stored model says how it is divided. */
  @Test
  void bitsDoNotDependOnTheTiles() {
    SparseRows histories =
        SparseRows.builder(ITEMS)
            .add(new int[] {599, 3, 257, 511, 512}, new float[] {.1f, .7f, .3f, .8f, .2f})
            .add(new int[] {64}, new float[] {.9f})
            .build();
    float[] expected = new float[2 * ITEMS];
    weights(true).score(histories, expected);
    float[] scores = new float[2 * ITEMS];
    weights(true, 512).score(histories, scores);
    assertArrayEquals(expected, scores);
  }

  /** Panel by panel, the last of 88 items. */
  @Test
  void rangesHoldTheScores() {
    SymmetricWeights model = weights(true);
    SparseRows histories =
        SparseRows.builder(ITEMS)
            .add(new int[] {599, 3, 257}, new float[] {.1f, .7f, .3f})
            .add(new int[] {0}, new float[] {.9f})
            .build();
    float[] all = new float[2 * ITEMS];
    model.score(histories, all);
    RangedScores scores = model.scores(histories);
    float[] range = new float[2 * model.rangeWidth()];
    for (int first = 0; first < ITEMS; first += model.rangeWidth()) {
      int width = Math.min(model.rangeWidth(), ITEMS - first);
      scores.write(first, range);
      for (int row = 0; row < 2; row++) {
        int from = row * ITEMS + first;
        assertArrayEquals(
            Arrays.copyOfRange(all, from, from + width),
            Arrays.copyOfRange(range, row * width, (row + 1) * width),
            "row " + row + " from item " + first);
      }
    }
  }

  @Test
  void manyAreScoredTogether() {
    assertEquals(1_024, weights(false).together());
  }
}
