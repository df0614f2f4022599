package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptionTest {
  private static Batch corrupted(Corruption corruption, SparseRows rows, long seed) {
    Batch batch = new Batch();
    batch.reserve(rows.rows(), rows.nonZeros());
    SplitMix64 random = new SplitMix64(seed);
    for (int r = 0; r < rows.rows(); r++) {
      new InputMaker(corruption).append(rows, r, r, random, batch);
    }
    return batch;
  }

  /** 3 and 4 have length 5; what is empty or zero stays so. */
  @Test
  void weightsAreBroughtToLengthOne() {
    SparseRows rows =
        SparseRows.builder(9)
            .add(new int[] {8, 2}, new float[] {3, 4})
            .add(new int[0])
            .add(new int[] {1, 2}, new float[2])
            .add(new int[] {5}, new float[] {-2})
            .build();
    Batch batch = corrupted(new Corruption(true, 0), rows, 1);
    assertArrayEquals(new int[] {0, 2, 2, 4, 5}, Arrays.copyOf(batch.starts, 5));
    assertArrayEquals(new int[] {8, 2, 1, 2, 5}, Arrays.copyOf(batch.items, 5));
    assertArrayEquals(new float[] {.6f, .8f, 0, 0, -1}, Arrays.copyOf(batch.weights, 5), 1e-7f);
    Batch plain = corrupted(new Corruption(false, 0), rows, 1);
    assertArrayEquals(new float[] {3, 4, 0, 0, -2}, Arrays.copyOf(plain.weights, 5));
  }

  /** Of 200 x 500: the share that stays has a deviation of sqrt(p (1 - p) / 100,000) < 0.0016. */
  @ParameterizedTest
  @ValueSource(doubles = {.1, .5, .9})
  void itemsAreDroppedAndTheOthersScaledUpByAsMuch(double dropout) {
    var builder = SparseRows.builder(500);
    for (int row = 0; row < 200; row++) {
      builder.add(RandomHistories.inOrder(500));
    }
    Batch batch = corrupted(new Corruption(true, dropout), builder.build(), 1);
    int stay = batch.starts[200];
    assertEquals(1 - dropout, stay / 1e5, 4 * .0016);
    float weight = (float) (1 / Math.sqrt(500) / (1 - dropout)); // the length is taken before
    for (int k = 0; k < stay; k++) {
      assertEquals(weight, batch.weights[k], 1e-6f * weight);
    }
  }

  @Test
  void theSeedDecidesWhatIsDropped() {
    SparseRows rows = SparseRows.builder(500).add(RandomHistories.inOrder(500)).build();
    Corruption half = new Corruption(false, .5);
    int[] first = corrupted(half, rows, 1).items;
    assertArrayEquals(first, corrupted(half, rows, 1).items);
    assertEquals(false, Arrays.equals(first, corrupted(half, rows, 2).items));
  }

  @Test
  void nothingIsDroppedFromWhatIsScored() {
    assertEquals(new Corruption(true, 0), new Corruption(true, .5).inference());
    assertEquals(new Corruption(false, 0), new Corruption(false, .5).inference());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-.01, 1, Double.NaN})
  void aProbabilityOutOfRangeIsRefused(double dropout) {
    assertEquals(
        "Invalid dropout: " + dropout + " (expected 0 or more and less than 1)",
        assertThrows(IllegalArgumentException.class, () -> new Corruption(true, dropout))
            .getMessage());
  }
}
