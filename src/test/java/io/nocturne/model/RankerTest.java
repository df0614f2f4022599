package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankerTest {
  private static final int ITEMS = 40;
  private static final Recommender MODEL = model();
  private static final Recommender POPULARITY = new Popularity(counts());

  /** Weights of -1, 0 and 1 only, so that many scores tie. */
  private static Recommender model() {
    SplitMix64 random = new SplitMix64(11);
    float[] b = new float[ITEMS * ITEMS];
    for (int k = 0; k < b.length; k++) {
      b[k] = random.nextInt(3) - 1;
    }
    return new ItemWeights(ITEMS, ItemWeights.parameters(ITEMS, new float[][] {b}));
  }

  private static float[] counts() {
    float[] counts = new float[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      counts[item] = item * 7 % 10; // many ties
    }
    return counts;
  }

  private static History history(int... items) {
    float[] weights = new float[items.length];
    for (int k = 0; k < items.length; k++) {
      weights[k] = .1f * (k + 1);
    }
    return new History(items, weights, new long[items.length]);
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static int[] random(SplitMix64 random, double share) {
    return IntStream.range(0, ITEMS).filter(i -> random.nextDouble() < share).toArray();
  }

  /** Scores a single history and sorts all items. */
  private static List<Integer> sorted(Recommender model, History history, int[] masked) {
    float[] scores = new float[ITEMS];
    model.score(SparseRows.builder(ITEMS).add(history.items(), history.weights()).build(), scores);
    List<Integer> items = new ArrayList<>(IntStream.range(0, ITEMS).boxed().toList());
    items.removeAll(Arrays.stream(masked).boxed().toList());
    items.sort(Comparator.<Integer>comparingDouble(i -> -scores[i]).thenComparing(i -> i));
    return items;
  }

  private static List<Integer> boxed(RankedList list) {
    return Arrays.stream(list.items()).boxed().toList();
  }

  private static RankedList rank(int n, History history, int... masked) {
    return new Ranker(MODEL, POPULARITY, n).rank(List.of(history), List.of(masked)).get(0);
  }

  @Test
  void listIsTheSortedUnmaskedItems() {
    SplitMix64 random = new SplitMix64(12);
    for (int trial = 0; trial < 200; trial++) {
      History history = history(random(random, .2));
      int[] masked = random(random, .3);
      int n = 1 + random.nextInt(ITEMS);
      Recommender ranks = history.isEmpty() ? POPULARITY : MODEL;
      List<Integer> expected = sorted(ranks, history, masked);
      assertEquals(
          expected.subList(0, Math.min(n, expected.size())), boxed(rank(n, history, masked)));
    }
  }

  @Test
  void tiesGoToTheSmallerIndex() {
    Recommender flat = new Popularity(new float[ITEMS]);
    RankedList list =
        new Ranker(flat, flat, 3).rank(List.of(history(5)), List.of(new int[] {0, 2})).get(0);
    assertArrayEquals(new int[] {1, 3, 4}, list.items());
    assertArrayEquals(new float[3], list.scores());
  }

  @Test
  void omitsOnlyMaskedItems() {
    // the mask can be larger or smaller than the history: items that are not masked are listed
    assertTrue(boxed(rank(ITEMS, history(5))).contains(5));
    List<Integer> all = boxed(rank(ITEMS, history(5, 6), 1, 2, 3));
    assertEquals(ITEMS - 3, all.size());
    assertTrue(all.stream().noneMatch(List.of(1, 2, 3)::contains));
  }

  @Test
  void emptyHistoryGetsThePopularList() {
    int[] masked = {9, 19}; // counts 3 and 3
    assertEquals(
        sorted(POPULARITY, History.EMPTY, masked), boxed(rank(ITEMS, History.EMPTY, masked)));
    assertArrayEquals(new float[] {9, 9, 9}, rank(3, History.EMPTY).scores());
  }

  @Test
  void historiesOfOneAllAndNoItems() {
    assertEquals(39, rank(ITEMS, history(8), 8).size());
    assertEquals(0, rank(ITEMS, history(range(0, ITEMS)), range(0, ITEMS)).size());
    assertEquals(ITEMS, rank(ITEMS, History.EMPTY).size());
    assertEquals(0, rank(ITEMS, History.EMPTY, range(0, ITEMS)).size());
  }

  @Test
  void tooLargeCutoffGivesAllItems() {
    RankedList list = rank(Integer.MAX_VALUE, history(8), 8);
    assertEquals(39, list.size());
    assertEquals(list.items().length, list.scores().length);
  }

  @Test
  void batchMatchesSingleHistories() {
    SplitMix64 random = new SplitMix64(13);
    Ranker ranker = new Ranker(MODEL, POPULARITY, 10);
    for (int size : new int[] {1, 2, ranker.batch() - 1, ranker.batch()}) {
      List<History> histories = new ArrayList<>();
      List<int[]> masked = new ArrayList<>();
      for (int row = 0; row < size; row++) {
        histories.add(row % 5 == 3 ? History.EMPTY : history(random(random, .2)));
        masked.add(random(random, .3));
      }
      List<RankedList> together = ranker.rank(histories, masked);
      assertEquals(size, together.size());
      for (int row = 0; row < size; row++) {
        RankedList alone = rank(10, histories.get(row), masked.get(row));
        assertArrayEquals(alone.items(), together.get(row).items());
        assertArrayEquals(alone.scores(), together.get(row).scores(), "bit for bit");
      }
    }
    assertEquals(List.of(), ranker.rank(List.of(), List.of()));
  }

  /** As for models with parameters for each training user. */
  @Test
  void passesTheOwnerToTheModel() {
    List<Integer> owners = new ArrayList<>();
    Recommender looking =
        new Recommender() {
          @Override
          public int items() {
            return ITEMS;
          }

          @Override
          public void score(SparseRows histories, float[] scores) {
            IntStream.range(0, histories.rows()).map(histories::owner).forEach(owners::add);
          }
        };
    new Ranker(looking, POPULARITY, 1)
        .scoresAt(
            List.of(history(1).ownedBy(7), history(2)), List.of(new int[] {0}, new int[] {0}));
    assertEquals(List.of(7, -1), owners);
  }

  @Test
  void singleScoresMatchTheModel() {
    Ranker ranker = new Ranker(MODEL, POPULARITY, 3);
    List<History> histories = List.of(history(4, 9), history(), history(1));
    int[] items = {9, 0, 4, 39};
    List<float[]> scores = ranker.scoresAt(histories, List.of(items, items, items));
    for (int row = 0; row < 3; row++) {
      float[] all = new float[ITEMS];
      History history = histories.get(row);
      MODEL.score(SparseRows.builder(ITEMS).add(history.items(), history.weights()).build(), all);
      assertArrayEquals(new float[] {all[9], all[0], all[4], all[39]}, scores.get(row));
    }
  }

  @Test
  void batchesFollowTheSizeOfTheCatalogue() {
    assertEquals(256, new Ranker(MODEL, POPULARITY, 1).batch());
    Recommender large = new Popularity(new float[1_000_000]);
    assertEquals(12, new Ranker(large, large, 1).batch()); // 12,582,912 floats
    Recommender huge = new Popularity(new float[7_000_000]);
    assertEquals(1, new Ranker(huge, huge, 1).batch());
  }

  @Test
  void rejectsEmptyListsAndNaNScores() {
    assertEquals(
        "Invalid top-n: 0 (expected 1 or more)",
        assertThrows(IllegalArgumentException.class, () -> new Ranker(MODEL, POPULARITY, 0))
            .getMessage());
    Recommender broken = new Popularity(new float[] {1, Float.NaN});
    Ranker ranker = new Ranker(broken, broken, 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> ranker.rank(List.of(History.EMPTY), List.of(new int[0])));
  }
}
