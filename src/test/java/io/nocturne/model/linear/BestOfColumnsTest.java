package io.nocturne.model.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import io.nocturne.math.linear.SymmetricFloats;
import io.nocturne.model.ItemWeights;
import io.nocturne.model.Recommender;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BestOfColumnsTest {
  /** More than a range of {@link SymmetricWeights}, which ends within one. */
  private static final int ITEMS = 300;

  /** With ties, as elements are small whole numbers, and with a diagonal of weights. */
  private static Recommender model(int items) {
    SplitMix64 random = new SplitMix64(3);
    SymmetricFloats inverse = new SymmetricFloats(items);
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < i; j++) {
        inverse.set(i, j, random.nextInt(101) - 50);
      }
    }
    float[] ones = new float[items];
    Arrays.fill(ones, 1);
    float[] diagonal = new float[items];
    for (int i = 0; i < items; i++) {
      diagonal[i] = i % 90 - 45;
    }
    return new SymmetricWeights(
        items, SymmetricWeights.parameters(inverse, ones, ones.clone(), diagonal));
  }

  private static float[] row(Recommender model, int item) {
    float[] row = new float[model.items()];
    model.score(SparseRows.builder(model.items()).add(new int[] {item}).build(), row);
    return row;
  }

  @Test
  void keepsTheLargestOfEachColumn() {
    Recommender model = model(ITEMS);
    SparseRows kept = BestOfColumns.of(model, 7, 2);
    float[][] dense = new float[ITEMS][];
    float[][] sparse = new float[ITEMS][ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      dense[i] = row(model, i);
      for (int k = kept.start(i); k < kept.end(i); k++) {
        sparse[i][kept.index(k)] = kept.value(k);
      }
    }
    for (int j = 0; j < ITEMS; j++) {
      float leastKept = Float.MAX_VALUE;
      float mostLeftOut = 0;
      int count = 0;
      for (int i = 0; i < ITEMS; i++) {
        float size = Math.abs(dense[i][j]);
        if (sparse[i][j] == 0) {
          mostLeftOut = Math.max(mostLeftOut, size);
        } else {
          assertEquals(dense[i][j], sparse[i][j]);
          leastKept = Math.min(leastKept, size);
          count++;
        }
      }
      assertEquals(7, count);
      assertTrue(leastKept >= mostLeftOut);
    }
    assertEquals(kept, BestOfColumns.of(model, 7, 1));
    assertEquals(kept, BestOfColumns.of(model, 7, 3));
  }

  @Test
  void keepsAllButZeroesIfThereAreFewer() {
    Recommender model =
        new ItemWeights(3, ItemWeights.parameters(3, new float[][] {{0, 1, 0, -2, 0, 3, 0, 4, 0}}));
    assertEquals(4, BestOfColumns.of(model, 9, 1).nonZeros());
  }

  @Test
  void refusesWhatIsNoNumber() {
    Recommender model = new ItemWeights(1, ItemWeights.parameters(1, new float[][] {{Float.NaN}}));
    assertThrows(IllegalArgumentException.class, () -> BestOfColumns.of(model, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> BestOfColumns.of(model(3), 0, 1));
  }

  @Test
  void refusesWhatNoArrayHolds() {
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> BestOfColumns.require(50_000, 50_000))
            .getMessage();
    assertTrue(
        refusal.startsWith(
            "Invalid number of weights to keep: 50,000 of each of 50,000 items (expected at most 42,949"),
        refusal);
    BestOfColumns.require(40_000, 1_000_000);
  }
}
