package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "recall@20",
        "recall-all@20",
        "precision@5",
        "ndcg@100",
        "map@10",
        "mrr@10",
        "hit-rate@1"
      })
  void parsesBackItsName(String name) {
    assertEquals(name, RankingMetric.parse(name).name());
    assertEquals(RankingMetric.parse(name), RankingMetric.parse(name));
    assertNotEquals(RankingMetric.parse(name), RankingMetric.parse(name + "0"));
  }

  @ParameterizedTest
  @CsvSource({
    "recal@50, Unknown metric: recal@50 (nearest right name: recall@50)",
    "Recall@50, Unknown metric: Recall@50 (nearest right name: recall@50)",
    "ndgc, Unknown metric: ndgc (nearest right name: ndcg@20)",
    "hit@10, Unknown metric: hit@10 (nearest right name: hit-rate@10)",
    "recall@0, Invalid cut-off: 0 in metric recall@0 (expected 1 or more; nearest right name:"
        + " recall@1)",
    "recall, Invalid cut-off: none in metric recall (expected 1 or more; nearest right name:"
        + " recall@20)",
    "recall@-3, Invalid cut-off: -3 in metric recall@-3 (expected 1 or more; nearest right name:"
        + " recall@20)",
    "recall@020, Invalid cut-off: 020 in metric recall@020 (expected 1 or more; nearest right"
        + " name: recall@20)",
  })
  void refusesOthersAndNamesTheNearest(String name, String message) {
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> RankingMetric.parse(name));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void aListSortsItsMetricsByKind() {
    MetricList list = MetricList.parse(List.of("ndcg@100", "coverage@200", "recall@20"));
    assertEquals("[ndcg@100, recall@20]", list.ranking().toString());
    assertEquals("coverage@200", list.coverage(10).get(0).name());
    assertEquals(200, list.deepestCutoff());
  }

  @Test
  void aListRefusesNothingTwiceAndUnknown() {
    assertThrows(IllegalArgumentException.class, () -> MetricList.parse(List.of()));
    assertThrows(IllegalArgumentException.class, () -> MetricList.parse(List.of("map@5", "map@5")));
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> MetricList.parse(List.of("covrage@20")));
    assertEquals(
        "Unknown metric: covrage@20 (nearest right name: coverage@20)", refusal.getMessage());
  }
}
