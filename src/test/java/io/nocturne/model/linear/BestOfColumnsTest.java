package io.nocturne.model.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import org.junit.jupiter.api.Test;

class BestOfColumnsTest {
  private static final int ITEMS = 150;

  /** Rows in two parts; with ties, as weights are small whole numbers. */
  private static float[][] parts() {
    float[][] parts = {new float[100 * ITEMS], new float[50 * ITEMS]};
    for (int i = 0; i < ITEMS; i++) {
      for (int j = 0; j < ITEMS; j++) {
        parts[i / 100][i % 100 * ITEMS + j] = i == j ? 0 : (i * 31 + j * 17) % 101 - 50;
      }
    }
    return parts;
  }

  @Test
  void keepsTheLargestOfEachColumn() {
    float[][] parts = parts();
    SparseRows kept = BestOfColumns.of(ITEMS, parts, 7, 2);
    for (int j = 0; j < ITEMS; j++) {
      float leastKept = Float.MAX_VALUE;
      float mostLeftOut = 0;
      int count = 0;
      for (int i = 0; i < ITEMS; i++) {
        float weight = parts[i / 100][i % 100 * ITEMS + j];
        int column = j;
        int at = -1;
        for (int k = kept.start(i); k < kept.end(i); k++) {
          at = kept.index(k) == column ? k : at;
        }
        if (at >= 0) {
          assertEquals(weight, kept.value(at));
          leastKept = Math.min(leastKept, Math.abs(weight));
          count++;
        } else {
          mostLeftOut = Math.max(mostLeftOut, Math.abs(weight));
        }
      }
      assertEquals(7, count);
      assertTrue(leastKept >= mostLeftOut);
    }
    assertEquals(kept, BestOfColumns.of(ITEMS, parts, 7, 1));
  }

  @Test
  void keepsAllButZeroesIfThereAreFewer() {
    assertEquals(
        4, BestOfColumns.of(3, new float[][] {{0, 1, 0, -2, 0, 3, 0, 4, 0}}, 9, 1).nonZeros());
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThrows(
        IllegalArgumentException.class,
        () -> BestOfColumns.of(1, new float[][] {{Float.NaN}}, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> BestOfColumns.of(1, parts(), 0, 1));
  }
}
