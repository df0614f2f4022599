package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.model.Popularity;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every expected value is computed by hand in the comment next to it. */
class RankingMetricTest {

  private static final double EXACT = 1e-12;

  /** Hits at ranks 1, 3 and 6; of the targets 2, 4, 7 and 9, item 2 is not listed. */
  private static final int[] RANKED = {7, 1, 4, 0, 5, 9};

  private static final int[] TARGETS = {2, 4, 7, 9};

  private static final Popularity NONE = new Popularity(new float[10]);

  private static double of(String name, int[] ranked, int[] targets) {
    Evidence user = new Evidence(0, ranked, targets);
    double value = Metrics.parse(name).ofUser(user, NONE).orElseThrow();
    RatioSum sum = new RatioSum((RankingMetric) Metrics.parse(name));
    sum.add(user, NONE);
    assertEquals(value, sum.estimate().value(), "one user's value and the mean of one user");
    return value;
  }

  @Test
  void recallDividesByThePossibleHits() {
    assertEquals(2 / 3.0, of("recall@3", RANKED, TARGETS), EXACT); // 2 hits / min(3, 4)
    assertEquals(2 / 4.0, of("recall@5", RANKED, TARGETS), EXACT); // 2 hits / min(5, 4)
    assertEquals(3 / 4.0, of("recall@6", RANKED, TARGETS), EXACT); // 3 hits / min(6, 4)
  }

  @Test
  void recallAllDividesByAllTargets() {
    assertEquals(2 / 4.0, of("recall-all@3", RANKED, TARGETS), EXACT); // 2 hits / 4 targets
    assertEquals(1 / 4.0, of("recall-all@1", RANKED, TARGETS), EXACT); // 1 hit / 4 targets
  }

  @Test
  void precisionDividesByTheCutoff() {
    assertEquals(2 / 3.0, of("precision@3", RANKED, TARGETS), EXACT); // 2 hits / 3
    assertEquals(3 / 6.0, of("precision@6", RANKED, TARGETS), EXACT); // 3 hits / 6
    assertEquals(3 / 20.0, of("precision@20", RANKED, TARGETS), EXACT); // 3 hits / 20, list of 6
  }

  @Test
  void ndcgDiscountsByLogOfRankPlusOne() {
    // gains at ranks 1 and 3: 1/log2(2) + 1/log2(4) = 1 + 1/2 = 1.5
    // ideal for min(3, 4) = 3 hits: 1 + 1/log2(3) + 1/2 = 1 + 0.630929754 + 0.5 = 2.130929754
    assertEquals(1.5 / 2.130929753571458, of("ndcg@3", RANKED, TARGETS), EXACT);
    // gains at 1, 3 and 6: 1 + 1/2 + 1/log2(7) = 1.5 + 0.356207187 = 1.856207187
    // ideal for min(6, 4) = 4 hits: 2.130929754 + 1/log2(5) = 2.130929754 + 0.430676558
    assertEquals(1.856207187108022 / 2.561606311644851, of("ndcg@6", RANKED, TARGETS), EXACT);
  }

  @Test
  void mapAveragesThePrecisionAtTheHits() {
    // precision at the hits: 1/1 at rank 1, 2/3 at rank 3; sum 5/3, over min(3, 4) = 3
    assertEquals(5 / 9.0, of("map@3", RANKED, TARGETS), EXACT);
    // and 3/6 at rank 6; sum 1 + 2/3 + 1/2 = 13/6, over min(6, 4) = 4
    assertEquals(13 / 24.0, of("map@6", RANKED, TARGETS), EXACT);
  }

  @Test
  void mrrUsesTheFirstHit() {
    assertEquals(1.0, of("mrr@6", RANKED, TARGETS), EXACT); // first hit at rank 1
    assertEquals(1 / 3.0, of("mrr@6", RANKED, new int[] {4, 9}), EXACT); // first hit at rank 3
    assertEquals(0.0, of("mrr@2", RANKED, new int[] {4, 9}), EXACT); // rank 3 is past the cut-off
  }

  @Test
  void hitRateIsOneOrZero() {
    assertEquals(1.0, of("hit-rate@3", RANKED, new int[] {4}), EXACT); // item 4 is at rank 3
    assertEquals(0.0, of("hit-rate@2", RANKED, new int[] {4}), EXACT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"recall", "recall-all", "precision", "ndcg", "map", "mrr", "hit-rate"})
  void isZeroWithoutHitsAndOneWithOnlyHits(String stem) {
    assertEquals(0.0, of(stem + "@4", new int[] {0, 1, 3, 5}, TARGETS), EXACT);
    assertEquals(0.0, of(stem + "@4", new int[0], TARGETS), EXACT);
    assertEquals(1.0, of(stem + "@4", new int[] {9, 7, 4, 2}, TARGETS), EXACT);
    assertEquals(1.0, of(stem + "@1", new int[] {9, 7}, new int[] {9}), EXACT);
  }

  @Test
  void oneTargetAtRankTwo() {
    int[] ranked = {3, 8, 5};
    int[] target = {8};
    assertEquals(1.0, of("recall@3", ranked, target), EXACT); // 1 / min(3, 1)
    assertEquals(1 / 3.0, of("precision@3", ranked, target), EXACT); // 1 / 3
    assertEquals(0.6309297535714575, of("ndcg@3", ranked, target), EXACT); // (1/log2 3) / 1
    assertEquals(1 / 2.0, of("map@3", ranked, target), EXACT); // (1/2) / min(3, 1)
    assertEquals(1 / 2.0, of("mrr@3", ranked, target), EXACT);
  }

  @Test
  void acceptsListsShorterThanTheCutoff() {
    // a catalogue of 6 items and k = 100: 3 hits, 4 targets
    assertEquals(3 / 4.0, of("recall@100", RANKED, TARGETS), EXACT);
    assertEquals(3 / 100.0, of("precision@100", RANKED, TARGETS), EXACT);
    assertEquals(1.856207187108022 / 2.561606311644851, of("ndcg@100", RANKED, TARGETS), EXACT);
  }

  @Test
  void averagesOverUsersWithAList() {
    RatioSum sum = new RatioSum(new HitRate(1));
    sum.add(new Evidence(1, new int[] {4}, new int[] {4}), NONE);
    sum.add(new Evidence(2, new int[] {3}, new int[] {4}), NONE);
    sum.add(new Evidence(3, null, new int[0]), NONE);
    assertEquals(2, sum.users());
    assertEquals(0.5, sum.estimate().value());
    Evidence unlisted = new Evidence(3, null, new int[0]);
    assertEquals(OptionalDouble.empty(), new HitRate(1).ofUser(unlisted, NONE));
  }

  @Test
  void rejectsUsersWithoutTargets() {
    assertThrows(IllegalArgumentException.class, () -> of("recall@3", RANKED, new int[0]));
  }
}
