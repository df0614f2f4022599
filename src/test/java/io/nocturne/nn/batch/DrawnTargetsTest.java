package io.nocturne.nn.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.EpochDraws;
import io.nocturne.nn.RandomHistories;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws of items that histories lack, alone and as targets of a batch. */
class DrawnTargetsTest {
  private static final int ITEMS = 700;
  private static final SparseRows HISTORIES = RandomHistories.of(3, 40, ITEMS, .02);

  /** Collects the draws for rows in order. */
  private static final class Drawn {
    private final Targets.Source source;
    private final TargetList list = new TargetList();

    /** The items of weight 0 in the order of their draws, row by row. */
    private final List<int[]> items = new ArrayList<>();

    Drawn(double perTarget, int items) {
      source = new DrawnTargets(perTarget).source(items);
    }

    void draw(SparseRows rows, int[] order, int from, int to, SplitMix64 random) {
      items.clear();
      for (int r = from; r < to; r++) {
        list.clear();
        int position = 10 + r - from;
        source.add(rows, order[r], position, random, list);
        int own = rows.end(order[r]) - rows.start(order[r]);
        for (int k = 0; k < list.size(); k++) {
          assertEquals(position, list.position(k));
          int entry = rows.start(order[r]) + k;
          assertEquals(k < own ? rows.value(entry) : 0, list.weight(k));
          assertTrue(k >= own || list.item(k) == rows.index(entry), "the history comes first");
        }
        items.add(IntStream.range(own, list.size()).map(list::item).toArray());
      }
    }

    int[] of(int row) {
      return items.get(row);
    }
  }

  private static Set<Integer> items(SparseRows rows, int row) {
    Set<Integer> items = new HashSet<>();
    for (int k = rows.start(row); k < rows.end(row); k++) {
      items.add(rows.index(k));
    }
    return items;
  }

  /** Halves are rounded up. */
  @ParameterizedTest
  @ValueSource(doubles = {.01, .5, 1, 2.3, 5})
  void drawsTheGivenNumberOutsideTheHistory(double perTarget) {
    Drawn drawn = new Drawn(perTarget, ITEMS);
    int[] order = new EpochDraws(1, 0, 40).order();
    for (int[] range : new int[][] {{0, 40}, {7, 8}, {20, 33}, {5, 5}}) {
      drawn.draw(HISTORIES, order, range[0], range[1], new SplitMix64(9));
      for (int r = 0; r < range[1] - range[0]; r++) {
        Set<Integer> own = items(HISTORIES, order[range[0] + r]);
        int count = drawn.of(r).length;
        assertEquals(Math.round(perTarget * own.size()), count);
        Set<Integer> found = new HashSet<>(own);
        for (int item : drawn.of(r)) {
          assertTrue(found.add(item), "drawn twice, or of the history");
        }
        assertEquals(own.size() + count, found.size());
      }
    }
  }

  /** A full history has nothing to draw, and an empty one has no items to draw for. */
  @Test
  void drawsAllAbsentItemsAtMost() {
    SparseRows rows =
        SparseRows.builder(5)
            .add(new int[] {3, 0, 1})
            .add(new int[] {4, 3, 2, 1, 0})
            .add(new int[0])
            .add(new int[] {2})
            .build();
    Drawn drawn = new Drawn(4, 5);
    drawn.draw(rows, new int[] {0, 1, 2, 3}, 0, 4, new SplitMix64(2));
    assertEquals(Set.of(2, 4), set(drawn.of(0)));
    assertEquals(2, drawn.of(0).length);
    assertEquals(0, drawn.of(1).length);
    assertEquals(0, drawn.of(2).length);
    assertEquals(Set.of(0, 1, 3, 4), set(drawn.of(3)));
    assertEquals(4, drawn.of(3).length);
  }

  private static Set<Integer> set(int[] items) {
    return Arrays.stream(items).boxed().collect(Collectors.toSet());
  }

  /** Two of eight absent items, 20,000 times: each is drawn 5,000 times, within five deviations. */
  @Test
  void drawsAbsentItemsUniformly() {
    SparseRows rows = SparseRows.builder(10).add(new int[] {3, 8}).build();
    Drawn drawn = new Drawn(1, 10);
    int[] counts = new int[10];
    SplitMix64 random = new SplitMix64(5);
    for (int turn = 0; turn < 20_000; turn++) {
      drawn.draw(rows, new int[] {0}, 0, 1, random);
      counts[drawn.of(0)[0]]++;
      counts[drawn.of(0)[1]]++;
    }
    double deviation = Math.sqrt(20_000 * .25 * .75);
    for (int item = 0; item < 10; item++) {
      boolean own = item == 3 || item == 8;
      assertEquals(own ? 0 : 5_000, counts[item], own ? 0 : 5 * deviation, "item " + item);
    }
  }

  private static Batch batch(BatchMaker maker, int from, int to, long seed) {
    Batch batch = new Batch();
    maker.make(RandomHistories.inOrder(40), from, to, seed, batch);
    return batch;
  }

  private static BatchMaker maker(double perTarget) {
    return new BatchMaker(
        HISTORIES, new Corruption(true, .4), new DrawnTargets(perTarget), null, false);
  }

  /** The targets of a row by item; checks that items are distinct. */
  private static Map<Integer, Float> targets(Batch batch, int row) {
    Map<Integer, Float> targets = new TreeMap<>();
    for (int t = 0; t < batch.tiles.count(); t++) {
      for (int k = batch.targetStarts[t]; k < batch.targetStarts[t + 1]; k++) {
        assertEquals(t, batch.targetColumns[k] / batch.tiles.width());
        if (batch.targetPositions[k] == row) {
          assertFalse(targets.containsKey(batch.targetColumns[k]));
          targets.put(batch.targetColumns[k], batch.targetWeights[k]);
        }
      }
    }
    return targets;
  }

  @Test
  void drawsAreTargetsOfWeightZero() {
    Batch batch = batch(maker(3), 10, 35, 7);
    for (int r = 0; r < 25; r++) {
      Map<Integer, Float> targets = targets(batch, r);
      int row = 10 + r;
      Set<Integer> own = items(HISTORIES, row);
      assertEquals(4 * own.size(), targets.size());
      float sum = 0;
      for (int k = HISTORIES.start(row); k < HISTORIES.end(row); k++) {
        assertEquals(HISTORIES.value(k), targets.get(HISTORIES.index(k)));
        sum += HISTORIES.value(k);
      }
      targets.keySet().removeAll(own);
      targets.values().forEach(weight -> assertEquals(0, weight));
      assertEquals(sum, batch.targetSums[r]);
    }
  }

  /** The seed of the batch determines them, and they do not change the rest of the batch. */
  @Test
  void seedDeterminesTheDraws() {
    BatchMaker used = maker(3);
    batch(used, 0, 40, 1);
    Batch again = batch(used, 10, 35, 7);
    Batch fresh = batch(maker(3), 10, 35, 7);
    Batch other = batch(maker(3), 10, 35, 8);
    Batch without = batch(maker(0), 10, 35, 7);
    boolean differs = false;
    for (int r = 0; r < 25; r++) {
      assertEquals(targets(fresh, r), targets(again, r));
      differs |= !targets(fresh, r).equals(targets(other, r));
      assertEquals(items(HISTORIES, 10 + r), targets(without, r).keySet());
    }
    assertTrue(differs);
    int entries = without.starts[25];
    assertEquals(entries, fresh.starts[25]);
    assertArrayEquals(
        Arrays.copyOf(without.items, entries), Arrays.copyOf(fresh.items, entries), "the mask");
  }

  /**
   * If nearly all absent items are drawn, the omitted ones are drawn instead: for a million items
   * this takes linear time, and all are omitted equally often.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1e5, Integer.MAX_VALUE, 1e300})
  void drawsManyNegativesInLinearTime(double perTarget) {
    int items = 1_000_000;
    SparseRows row = SparseRows.builder(items).add(new int[] {5, 7, 999_999}).build();
    Drawn drawn = new Drawn(perTarget, items);
    drawn.draw(row, new int[1], 0, 1, new SplitMix64(1));
    int[] found = drawn.of(0);
    assertEquals((int) Math.min(items - 3, 3 * perTarget), found.length);
    assertEquals(found.length, Arrays.stream(found).distinct().count());
    assertFalse(Arrays.stream(found).anyMatch(Set.of(5, 7, 999_999)::contains));
  }

  /** Seven of nine absent items are drawn: each is omitted in two of nine cases. */
  @Test
  void omitsItemsUniformly() {
    SparseRows row = SparseRows.builder(10).add(new int[] {4}).build();
    Drawn drawn = new Drawn(7, 10);
    int[] times = new int[10];
    SplitMix64 random = new SplitMix64(2);
    for (int k = 0; k < 9000; k++) {
      drawn.draw(row, new int[1], 0, 1, random);
      Arrays.stream(drawn.of(0)).forEach(item -> times[item]++);
    }
    for (int item = 0; item < 10; item++) {
      assertEquals(item == 4 ? 0 : 7000, times[item], 200, "item " + item);
    }
  }

  @Test
  void expectedNumberIsLimitedToAbsentItems() {
    assertEquals(12, new DrawnTargets(2).expected(4, 40));
    assertEquals(40, new DrawnTargets(1e300).expected(4, 40));
    assertEquals(2, new DrawnTargets(2).negatives());
    assertEquals(0, new HistoryTargets().negatives());
    assertEquals(4, new HistoryTargets().expected(4, 40));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-.1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsNumbersOutOfRange(double perTarget) {
    assertEquals(
        "Invalid number of negatives: " + perTarget + " (expected a number, 0 or more)",
        assertThrows(IllegalArgumentException.class, () -> new DrawnTargets(perTarget))
            .getMessage());
  }
}
