package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.linear.DenseGram;
import io.nocturne.math.linear.GramRule;
import io.nocturne.math.linear.GramSurvey;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.Similarity;
import io.nocturne.math.linear.SparseGram;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparseProductsTest {
  private static final Similarity COSINE = new Similarity(1, false);

  private static SparseGram gram(SparseRows rows, GramRule rule, int threads) {
    LocalProducts products = new LocalProducts(rows, threads);
    return products.sparseGram(products.rankedItems(), rule, 0);
  }

  private static float[] all(SparseGram gram) {
    int n = gram.items().items();
    float[] all = new float[n * n];
    gram.copy(IntStream.range(0, n).toArray(), all, new int[n]);
    return all;
  }

  @Test
  void hasTheProductsOfTheDenseOne() {
    for (boolean fractions : new boolean[] {false, true}) {
      SparseRows rows = DenseGram.rows(1, 50, 37, fractions);
      double[][] dense = DenseGram.of(rows);
      for (double threshold : new double[] {0, 3}) {
        SparseGram gram = gram(rows, new GramRule(threshold, COSINE, 0, 5), 2);
        float[] all = all(gram);
        long pairs = 0;
        for (int a = 0; a < 37; a++) {
          for (int b = 0; b < 37; b++) {
            double product = dense[gram.items().item(a)][gram.items().item(b)];
            boolean isKept = a == b || (product != 0 && product >= threshold);
            assertEquals(isKept ? (float) product : 0f, all[a * 37 + b]);
            pairs += isKept && a < b ? 1 : 0;
          }
        }
        assertEquals(pairs, gram.pairs());
      }
    }
  }

  @Test
  void ranksFollowPopularity() {
    SparseRows rows = DenseGram.rows(2, 50, 37, true);
    RankedItems items = new LocalProducts(rows, 1).rankedItems();
    double[] counts = new double[37];
    for (int k = 0; k < rows.nonZeros(); k++) {
      counts[rows.index(k)]++;
    }
    for (int r = 0; r + 1 < 37; r++) {
      assertTrue(counts[items.item(r)] >= counts[items.item(r + 1)]);
      assertEquals(r, items.rank(items.item(r)));
    }
    double[][] dense = DenseGram.of(rows);
    assertEquals(dense[5][5], items.square(items.rank(5)), 1e-9);
  }

  @Test
  void neighboursHaveTheLargestSimilarity() {
    SparseRows rows = DenseGram.rows(3, 60, 41, true);
    double[][] dense = DenseGram.of(rows);
    double[] sums = new double[41];
    for (int k = 0; k < rows.nonZeros(); k++) {
      sums[rows.index(k)] += rows.value(k);
    }
    for (int j = 0; j < 41; j++) {
      for (int i = 0; i < 41; i++) {
        dense[i][j] = dense[i][j] == 0 ? 0 : dense[i][j] - sums[i] * sums[j] / 60;
      }
    }
    SparseGram gram = gram(rows, new GramRule(0, new Similarity(.75, true), .01, 6), 1);
    for (int rank = 0; rank < 41; rank++) {
      int j = gram.items().item(rank);
      int[] expected =
          IntStream.range(0, 41)
              .filter(i -> i != j && similarity(dense, i, j) >= .01)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -similarity(dense, i, j)))
              .limit(6)
              .mapToInt(i -> gram.items().rank(i))
              .sorted()
              .toArray();
      assertArrayEquals(expected, gram.neighbours(rank));
    }
  }

  private static double similarity(double[][] c, int i, int j) {
    return Math.abs(c[i][j]) / Math.pow(c[i][i] * c[j][j], .375);
  }

  @Test
  void threadsDoNotMatter() {
    SparseRows rows = DenseGram.rows(4, 80, 90, true);
    GramRule rule = new GramRule(0, COSINE, .1, 7);
    SparseGram one = gram(rows, rule, 1);
    SparseGram three = gram(rows, rule, 3);
    assertArrayEquals(all(one), all(three));
    for (int rank = 0; rank < 90; rank++) {
      assertArrayEquals(one.neighbours(rank), three.neighbours(rank));
    }
  }

  /** With fewer than 128 items all are sampled, so the estimate is exact. */
  @Test
  void surveysWhatWillBeKept() {
    SparseRows rows = DenseGram.rows(5, 70, 100, false);
    LocalProducts products = new LocalProducts(rows, 2);
    RankedItems items = products.rankedItems();
    GramRule rule = new GramRule(2, COSINE, 0, 30);
    GramSurvey survey = products.survey(items, rule);
    assertEquals(products.sparseGram(items, rule, 0).pairs(), survey.pairs(2), 1e-6);
    double least = survey.least(1500);
    SparseGram gram = products.sparseGram(items, rule.withLeast(least), 0);
    assertEquals(gram.neighbours(), survey.neighbours(least, 1), 1e-6);
    assertTrue(gram.neighbours() > 1300 && gram.neighbours() <= 1500, "" + gram.neighbours());
    assertEquals(0, survey.least(1e9));
  }

  @Test
  void longRowsCanBeLeftOut() {
    int[] everything = IntStream.range(0, 30).toArray();
    SparseRows rows =
        SparseRows.builder(30).add(new int[] {3, 1}).add(everything).add(new int[] {1, 2}).build();
    RowProducts products = new LocalProducts(rows, 1).upTo(29);
    assertEquals(4, products.lengths().entries());
    assertEquals(3, products.rankedItems().users());
    SparseGram gram = products.sparseGram(products.rankedItems(), new GramRule(0, COSINE, 0, 9), 0);
    assertEquals(2, gram.pairs());
    assertEquals(1, gram.items().item(0));
    assertEquals(2, new LocalProducts(rows, 1).lengths().rowsFrom(2) - 1);
    assertEquals(0, new LocalProducts(rows, 1).lengths().heavy(), "one of three is not few");
  }

  @Test
  void negativeProductsAndSumsThatCancelAreExact() {
    SparseRows rows =
        SparseRows.builder(3)
            .add(new int[] {0, 1}, new float[] {1, 2})
            .add(new int[] {0, 1}, new float[] {-1, 2})
            .add(new int[] {0, 1, 2}, new float[] {1, -3, -1})
            .build();
    SparseGram gram = gram(rows, new GramRule(0, COSINE, 0, 9), 1);
    double[][] dense = DenseGram.of(rows);
    float[] all = all(gram);
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        assertEquals(dense[gram.items().item(a)][gram.items().item(b)], all[a * 3 + b]);
      }
    }
    assertTrue(Arrays.stream(gram.neighbours(0)).noneMatch(r -> r == 0));
  }
}
