package io.nocturne.nn.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.RandomHistories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of sequences: positions with the next items as targets. */
class NextItemsTest {
  private static final int ITEMS = 10;
  private static final Corruption NONE = new Corruption(false, 0);

  /** Item 4 occurs in two histories; one history is empty and one has a single item. */
  private static final SparseRows ROWS =
      SparseRows.builder(ITEMS)
          .add(new int[] {7, 4, 2}, new float[] {1, 2, 3})
          .add(new int[0])
          .add(new int[] {9}, new float[] {4})
          .add(new int[] {4, 0}, new float[] {5, 6})
          .build();

  private record Target(int position, int item, float weight) {}

  private static Batch batch(int count, NegativeSampler negatives) {
    Batch batch = new Batch();
    BatchMaker maker = new BatchMaker(ROWS, NONE, new NextItems(count), negatives, false);
    maker.make(new int[] {3, 2, 1, 0}, 0, 4, 5, batch); // leftovers must not matter
    maker.make(new int[] {0, 1, 2, 3}, 0, 4, 5, batch);
    return batch;
  }

  private static List<Target> targets(Batch batch) {
    List<Target> targets = new ArrayList<>();
    for (int k = 0; k < batch.targetStarts[batch.tiles.count()]; k++) {
      int column = batch.targetColumns[k];
      int item = batch.candidates == null ? column : batch.candidates[column];
      targets.add(new Target(batch.targetPositions[k], item, batch.targetWeights[k]));
    }
    return targets;
  }

  @Test
  void eachItemIsAPosition() {
    Batch batch = batch(1, null);
    assertEquals(4, batch.rows());
    assertEquals(6, batch.positions());
    assertArrayEquals(
        new int[] {0, 3, 3, 4, 6}, IntStream.rangeClosed(0, 4).map(batch::firstPosition).toArray());
    assertArrayEquals(new int[] {7, 4, 2, 9, 4, 0}, Arrays.copyOf(batch.items, 6));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, Arrays.copyOf(batch.weights, 6));
    assertArrayEquals(new int[] {0, 1, 2, 3}, Arrays.copyOf(batch.members, 4));
  }

  @Test
  void positionsOfAnItem() {
    Batch batch = batch(1, null);
    assertArrayEquals(new int[] {0, 2, 4, 7, 9}, Arrays.copyOf(batch.touched, batch.touchedCount));
    assertArrayEquals(new int[] {0, 1, 2, 4, 5, 6}, Arrays.copyOf(batch.touchedStarts, 6));
    assertArrayEquals(new int[] {5, 2, 1, 4, 0, 3}, Arrays.copyOf(batch.touchedPositions, 6));
    assertArrayEquals(new float[] {6, 3, 2, 5, 1, 4}, Arrays.copyOf(batch.touchedWeights, 6));
  }

  /** The last position of a history has no target, and neither has a history of one item. */
  @Test
  void targetIsTheNextItem() {
    Batch batch = batch(1, null);
    assertEquals(
        List.of(new Target(0, 4, 2), new Target(1, 2, 3), new Target(4, 0, 6)), targets(batch));
    assertArrayEquals(
        new float[] {2, 3, 0, 0, 6, 0}, Arrays.copyOf(batch.targetSums, batch.positions()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 100, Integer.MAX_VALUE})
  void targetsAreLimitedToTheItemsLeft(int count) {
    Batch batch = batch(count, null);
    assertEquals(
        List.of(new Target(0, 4, 2), new Target(0, 2, 3), new Target(1, 2, 3), new Target(4, 0, 6)),
        targets(batch));
    assertEquals(5, batch.targetSums[0]);
  }

  /** Candidates are targets and draws; items that are only input need no score. */
  @Test
  void candidatesOfASampledSoftmax() {
    float[] counts = RandomHistories.counts(ROWS);
    NegativeSampler sampler = new NegativeSampler(new SampledSoftmax(1, 0, 1), counts, 4, 4);
    Batch batch = batch(1, sampler);
    assertEquals(
        List.of(new Target(0, 4, 2), new Target(1, 2, 3), new Target(4, 0, 6)), targets(batch));
    assertTrue(batch.tiles.columns() <= 4);
    for (int c = 0; c < batch.tiles.columns(); c++) {
      assertEquals(sampler.logInclusion(batch.candidates[c]), batch.logInclusion[c]);
    }
  }

  /** Batches of sequences and of bags can share a buffer. */
  @Test
  void batchIsReusedForBags() {
    Batch batch = batch(2, null);
    new BatchMaker(ROWS, NONE, new HistoryTargets(), null, false)
        .make(new int[] {0, 1, 2, 3}, 0, 4, 5, batch);
    assertEquals(4, batch.positions());
    assertEquals(3, batch.firstPosition(3));
    assertArrayEquals(new int[] {3, 0, 0, 3, 0, 2}, Arrays.copyOf(batch.touchedPositions, 6));
    assertEquals(6, targets(batch).size());
    assertFalse(new HistoryTargets().isSequential());
  }

  @Test
  void inferenceHasPositionsWithoutTargets() {
    Batch batch = new Batch();
    new InputMaker(NONE).make(ROWS, true, batch);
    assertEquals(6, batch.positions());
    assertEquals(4, batch.firstPosition(3));
    new InputMaker(NONE).make(ROWS, false, batch);
    assertEquals(4, batch.positions());
  }

  @Test
  void expectedTargets() {
    assertEquals(20, new NextItems(1).expected(20, 100));
    assertEquals(60, new NextItems(3).expected(20, 100));
    assertEquals(4, new NextItems(100).expected(2, 100));
    assertEquals(0, new NextItems(3).expected(0, 100));
    assertTrue(new NextItems(1).isSequential());
    assertEquals(0, new NextItems(1).negatives());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void rejectsCountsOutOfRange(int count) {
    assertEquals(
        "Invalid number of next items: " + count + " (expected 1 or more)",
        assertThrows(IllegalArgumentException.class, () -> new NextItems(count)).getMessage());
  }
}
