package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.model.linear.SparseItemWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists by sparse weights against those by all scores of the same model. */
class SparseScoresTest {
  /** A history reaches few of them with fewer than 26 weights: with about six items. */
  private static final int ITEMS = 400;

  private static final Recommender POPULARITY = new Popularity(new float[ITEMS]);

  /** Weights of -1, 0 and 1, so that many scores tie, with 0 as well. */
  private static SparseItemWeights model(SplitMix64 random) {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (int item = 0; item < ITEMS; item++) {
      int[] columns = some(random, .01);
      float[] weights = new float[columns.length];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = random.nextInt(3) - 1;
      }
      rows.add(columns, weights);
    }
    return new SparseItemWeights(ITEMS, SparseItemWeights.parameters(rows.build()));
  }

  private static int[] some(SplitMix64 random, double share) {
    return IntStream.range(0, ITEMS).filter(i -> random.nextDouble() < share).toArray();
  }

  private static List<History> histories(SplitMix64 random) {
    List<History> histories = new ArrayList<>();
    for (int h = 0; h < 20; h++) {
      int[] items = some(random, h * .002);
      float[] weights = new float[items.length];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = .1f * (1 + random.nextInt(30));
      }
      histories.add(new History(items, weights, new long[items.length]));
    }
    return histories;
  }

  /** The same model, of which only its scores are known. */
  private static Recommender dense(Recommender model) {
    return new Recommender() {
      @Override
      public int items() {
        return model.items();
      }

      @Override
      public void score(SparseRows histories, float[] scores) {
        model.score(histories, scores);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 40, 400})
  void listsAreThoseOfAllScores(int n) {
    SplitMix64 random = new SplitMix64(n);
    for (int round = 0; round < 20; round++) {
      Recommender model = model(random);
      int[] never = some(random, .1);
      List<History> histories = histories(random);
      List<int[]> masked = histories.stream().map(h -> some(random, .3)).toList();
      List<RankedList> expected =
          new Ranker(dense(model), POPULARITY, n, never).rank(histories, masked);
      Ranker ranker = new Ranker(model, POPULARITY, n, never);
      for (int again = 0; again < 2; again++) {
        List<RankedList> lists = ranker.rank(histories, masked);
        for (int h = 0; h < lists.size(); h++) {
          assertArrayEquals(expected.get(h).items(), lists.get(h).items());
          assertArrayEquals(expected.get(h).scores(), lists.get(h).scores(), 0);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void scoresOfSomeItemsAreThoseOfAll(int seed) {
    SplitMix64 random = new SplitMix64(seed);
    Recommender model = model(random);
    List<History> histories = histories(random);
    List<int[]> items = histories.stream().map(h -> some(random, .3)).toList();
    List<float[]> expected = new Ranker(dense(model), POPULARITY, 1).scoresAt(histories, items);
    List<float[]> scores = new Ranker(model, POPULARITY, 1).scoresAt(histories, items);
    for (int h = 0; h < items.size(); h++) {
      assertArrayEquals(expected.get(h), scores.get(h), 0);
    }
  }

  @Test
  void batchesDoNotShrinkWithTheCatalogue() {
    int items = 1_000_000;
    SparseRowsBuilder rows = SparseRows.builder(items);
    for (int item = 0; item < items; item++) {
      rows.add(new int[0], new float[0]);
    }
    Recommender model = new SparseItemWeights(items, SparseItemWeights.parameters(rows.build()));
    assertEquals(256, new Ranker(model, model, 10).batch());
  }
}
