package io.nocturne.nn.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.EpochDraws;
import io.nocturne.nn.RandomHistories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchMakerTest {
  private static final Corruption NONE = new Corruption(false, 0);

  /** Histories of one, all, no and random items. */
  private static SparseRows histories(int items) {
    var rows = SparseRows.builder(items);
    rows.add(new int[] {items - 1}, new float[] {2});
    rows.add(new int[0]);
    rows.add(IntStream.range(0, items).map(i -> items - 1 - i).toArray());
    SparseRows random = RandomHistories.of(items, 30, items, .1);
    for (int row = 0; row < random.rows(); row++) {
      int[] met = new int[random.end(row) - random.start(row)];
      float[] weights = new float[met.length];
      for (int k = 0; k < met.length; k++) {
        met[k] = random.index(random.start(row) + k);
        weights[k] = random.value(random.start(row) + k);
      }
      rows.add(met, weights);
    }
    return rows.build();
  }

  private static NegativeSampler sampler(SparseRows rows) {
    SampledSoftmax settings = new SampledSoftmax(25, .5, .5);
    return new NegativeSampler(settings, RandomHistories.counts(rows), rows.rows(), 5);
  }

  static Stream<List<Integer>> cases() {
    return Stream.of(1, 2, 100, 700, 9000).flatMap(i -> Stream.of(List.of(i, 0), List.of(i, 1)));
  }

  private record Entry(int row, int item, float weight) {}

  private static List<Entry> inputByRows(Batch batch) {
    List<Entry> entries = new ArrayList<>();
    for (int r = 0; r < batch.rows; r++) {
      for (int k = batch.starts[r]; k < batch.starts[r + 1]; k++) {
        entries.add(new Entry(r, batch.items[k], batch.weights[k]));
      }
    }
    return entries;
  }

  private static List<Entry> inputByItems(Batch batch) {
    List<Entry> entries = new ArrayList<>();
    for (int t = 0; t < batch.touchedCount; t++) {
      assertTrue(batch.touchedStarts[t] < batch.touchedStarts[t + 1], "touched items occur");
      assertTrue(t == 0 || batch.touched[t - 1] < batch.touched[t], "ascending");
      for (int k = batch.touchedStarts[t]; k < batch.touchedStarts[t + 1]; k++) {
        boolean first = k == batch.touchedStarts[t];
        assertTrue(
            first || batch.touchedPositions[k - 1] < batch.touchedPositions[k],
            "one order of sums");
        entries.add(
            new Entry(batch.touchedPositions[k], batch.touched[t], batch.touchedWeights[k]));
      }
    }
    return entries;
  }

  /** By tile, and by ascending row within a tile. */
  private static List<Entry> targets(Batch batch) {
    List<Entry> entries = new ArrayList<>();
    for (int t = 0; t < batch.tiles.count(); t++) {
      int first = t * batch.tiles.width();
      for (int k = batch.targetStarts[t]; k < batch.targetStarts[t + 1]; k++) {
        int column = batch.targetColumns[k];
        assertTrue(column >= first && column < first + batch.tiles.width(t));
        boolean isFirst = k == batch.targetStarts[t];
        assertTrue(isFirst || batch.targetPositions[k - 1] <= batch.targetPositions[k]);
        int item = batch.candidates == null ? column : batch.candidates[column];
        entries.add(new Entry(batch.targetPositions[k], item, batch.targetWeights[k]));
      }
    }
    return entries;
  }

  private static List<Entry> given(SparseRows rows, int[] order, int from, int to) {
    List<Entry> entries = new ArrayList<>();
    for (int r = from; r < to; r++) {
      for (int k = rows.start(order[r]); k < rows.end(order[r]); k++) {
        entries.add(new Entry(r - from, rows.index(k), rows.value(k)));
      }
    }
    return entries;
  }

  private static List<Entry> sorted(List<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparing(Entry::item).thenComparing(Entry::row))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void inputAndTargetsMatchTheHistories(List<Integer> itemsAndSampling) {
    int items = itemsAndSampling.get(0);
    SparseRows rows = histories(items);
    NegativeSampler negatives = itemsAndSampling.get(1) == 1 ? sampler(rows) : null;
    BatchMaker maker = new BatchMaker(rows, NONE, new HistoryTargets(), negatives, false);
    int[] order = new EpochDraws(1, 0, rows.rows()).order();
    Batch batch = new Batch();
    // few, one, all, and few again: leftovers of earlier batches must not matter
    for (int[] range : new int[][] {{3, 8}, {9, 10}, {0, 33}, {20, 25}, {0, 0}}) {
      maker.make(order, range[0], range[1], 7, batch);
      List<Entry> given = given(rows, order, range[0], range[1]);
      assertEquals(range[1] - range[0], batch.rows);
      assertEquals(batch.rows, batch.positions(), "a bag is one position");
      assertEquals(given, inputByRows(batch));
      assertEquals(sorted(given), inputByItems(batch));
      assertEquals(sorted(given), sorted(targets(batch)));
      for (int r = 0; r < batch.rows; r++) {
        int row = r;
        double sum = given.stream().filter(e -> e.row() == row).mapToDouble(Entry::weight).sum();
        assertEquals(sum, batch.targetSums[r], 1e-5 * sum);
      }
      if (negatives == null) {
        assertNull(batch.candidates);
        assertEquals(items, batch.tiles.columns());
      }
    }
  }

  @Test
  void candidatesAreAscendingAndIncludeAllTargets() {
    SparseRows rows = RandomHistories.of(2, 30, 700, .01);
    NegativeSampler negatives = sampler(rows);
    Batch batch = new Batch();
    new BatchMaker(rows, NONE, new HistoryTargets(), negatives, false)
        .make(RandomHistories.inOrder(30), 0, 30, 7, batch);
    int[] candidates = Arrays.copyOf(batch.candidates, batch.tiles.columns());
    assertArrayEquals(IntStream.of(candidates).distinct().sorted().toArray(), candidates);
    List<Entry> given = given(rows, RandomHistories.inOrder(30), 0, 30);
    long targets = given.stream().mapToInt(Entry::item).distinct().count();
    assertTrue(candidates.length > targets && candidates.length <= targets + 25);
    for (int c = 0; c < candidates.length; c++) {
      assertEquals(negatives.logInclusion(candidates[c]), batch.logInclusion[c]);
    }
  }

  /** After a larger batch, and with garbage in all arrays. */
  @ParameterizedTest
  @MethodSource("cases")
  void reusedBatchEqualsANewOne(List<Integer> itemsAndSampling) {
    SparseRows rows = histories(itemsAndSampling.get(0));
    NegativeSampler negatives = itemsAndSampling.get(1) == 1 ? sampler(rows) : null;
    BatchMaker maker =
        new BatchMaker(rows, new Corruption(true, .4), new HistoryTargets(), negatives, false);
    int[] order = RandomHistories.inOrder(rows.rows());
    Batch used = new Batch();
    maker.make(order, 0, 33, 1, used);
    maker.make(order, 4, 9, 2, used);
    Batch fresh = new Batch();
    new BatchMaker(rows, new Corruption(true, .4), new HistoryTargets(), negatives, false)
        .make(order, 4, 9, 2, fresh);
    assertEquals(inputByRows(fresh), inputByRows(used));
    assertEquals(inputByItems(fresh), inputByItems(used));
    assertEquals(targets(fresh), targets(used));
    assertEquals(fresh.tiles, used.tiles);
    for (int item = 0; item <= rows.columns(); item++) {
      assertEquals(fresh.firstTouched(item), used.firstTouched(item));
    }
  }
}
