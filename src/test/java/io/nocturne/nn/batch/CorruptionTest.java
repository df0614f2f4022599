package io.nocturne.nn.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.RandomHistories;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptionTest {
  private static Batch corrupted(Corruption corruption, SparseRows rows, long seed) {
    Batch batch = new Batch();
    batch.reserve(rows.rows(), rows.nonZeros(), false);
    SplitMix64 random = new SplitMix64(seed);
    for (int r = 0; r < rows.rows(); r++) {
      new InputMaker(corruption).append(rows, r, r, random, batch);
    }
    return batch;
  }

  /** 3 and 4 have length 5; empty and zero rows do not change. */
  @Test
  void normalizesWeightsToUnitLength() {
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

  /**
   * Of 200 x 500 items, the share kept has a deviation of sqrt(p (1 - p) / 100,000) &lt; 0.0016.
   */
  @ParameterizedTest
  @ValueSource(doubles = {.1, .5, .9})
  void dropsItemsAndScalesTheOthers(double dropout) {
    var builder = SparseRows.builder(500);
    for (int row = 0; row < 200; row++) {
      builder.add(RandomHistories.inOrder(500));
    }
    Batch batch = corrupted(new Corruption(true, dropout), builder.build(), 1);
    int stay = batch.starts[200];
    assertEquals(1 - dropout, stay / 1e5, 4 * .0016);
    float weight = (float) (1 / Math.sqrt(500) / (1 - dropout)); // normalized before dropout
    for (int k = 0; k < stay; k++) {
      assertEquals(weight, batch.weights[k], 1e-6f * weight);
    }
  }

  @Test
  void seedDeterminesTheDroppedItems() {
    SparseRows rows = SparseRows.builder(500).add(RandomHistories.inOrder(500)).build();
    Corruption half = new Corruption(false, .5);
    int[] first = corrupted(half, rows, 1).items;
    assertArrayEquals(first, corrupted(half, rows, 1).items);
    assertEquals(false, Arrays.equals(first, corrupted(half, rows, 2).items));
  }

  @Test
  void doesNotDropInInference() {
    assertEquals(new Corruption(true, 0), new Corruption(true, .5).inference());
    assertEquals(new Corruption(false, 0), new Corruption(false, .5).inference());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-.01, 1, Double.NaN})
  void rejectsProbabilitiesOutOfRange(double dropout) {
    assertEquals(
        "Invalid dropout: " + dropout + " (expected 0 or more and less than 1)",
        assertThrows(IllegalArgumentException.class, () -> new Corruption(true, dropout))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 | 2.5 | normal noise is 2.50 times as long as the history that it is added to: lower it to 1 or less",
        "0 | 3 | 0 | 3.00 times as many items are added as a history has: lower the share to 1 or less",
        ".9 | 0 | 0 | dropout of 0.9 leaves 0.40 of the 4.0 items that a history has: lower it, or set it to 0",
      })
  void warnsOfTooMuchNoise(double dropout, double salt, double gaussian, String why) {
    assertEquals(Optional.of(why), new Corruption(true, dropout, salt, gaussian).drowns(4));
  }

  @Test
  void doesNotWarnOfModerateNoise() {
    for (Corruption each :
        List.of(
            new Corruption(true, 0),
            new Corruption(true, .75),
            new Corruption(true, 0, 1, 0),
            new Corruption(true, 0, 0, 1))) {
      assertEquals(Optional.empty(), each.drowns(4), each::toString);
    }
    assertEquals(Optional.empty(), new Corruption(true, 0).drowns(0), "no noise is to blame");
  }

  /**
   * With four of 100 items in the history, the squared deviations add up to the history's squared
   * norm.
   */
  @Test
  void noiseIsRelativeToTheHistory() {
    double deviation = new Corruption(false, 0, 0, .5).deviation(2, 100);
    assertEquals(1, Math.sqrt(100 * deviation * deviation), 1e-12, "half of 2");
    assertEquals(4 * .5, 96 * new Corruption(false, 0, .5, 0).saltOf(4, 100), 1e-12);
    assertEquals(0, new Corruption(false, 0, .5, 0).saltOf(100, 100));
    assertEquals(1, new Corruption(false, 0, 50, 0).saltOf(4, 100));
  }
}
