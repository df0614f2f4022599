package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {

  /** The name in the registry must equal that of the class. */
  @Test
  void namesMatchTheMetrics() {
    List<String> names = new ArrayList<>();
    for (String stem : Metrics.stems()) {
      String name = stem.equals("rmse") || stem.equals("mae") ? stem : stem + "@17";
      Metric metric = Metrics.parse(name);
      assertEquals(name, metric.name());
      assertEquals(name.endsWith("@17") ? 17 : 0, metric.cutoff());
      names.add(name);
    }
    assertEquals(10, MetricList.parse(names).all().size());
  }

  @Test
  void metricsKnowWhichValuesAreWorse() {
    for (String name : List.of("rmse", "mae")) {
      assertTrue(Metrics.parse(name).isWorse(.9, .8) && !Metrics.parse(name).isWorse(.8, .8));
    }
    for (String name : List.of("ndcg@5", "coverage@5")) {
      assertTrue(Metrics.parse(name).isWorse(.8, .9) && !Metrics.parse(name).isWorse(.8, .8));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "recal@50, Unknown metric: recal@50; did you mean recall@50?",
    "Recall@50, Unknown metric: Recall@50; did you mean recall@50?",
    "ndgc, Unknown metric: ndgc; did you mean ndcg@20?",
    "hit@10, Unknown metric: hit@10; did you mean hit-rate@10?",
    "recall@0, Invalid cut-off: 0 in metric recall@0 (expected 1 or more); did you mean"
        + " recall@1?",
    "recall, Invalid cut-off: none in metric recall (expected 1 or more); did you mean"
        + " recall@20?",
    "recall@-3, Invalid cut-off: -3 in metric recall@-3 (expected 1 or more); did you mean"
        + " recall@20?",
    "recall@020, Invalid cut-off: 020 in metric recall@020 (expected 1 or more); did you mean"
        + " recall@20?",
  })
  void rejectsUnknownNamesWithTheNearest(String name, String message) {
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> Metrics.parse(name));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void listKeepsTheOrder() {
    List<String> names = List.of("rmse", "coverage@200", "ndcg@100", "mae", "recall@20");
    MetricList list = MetricList.parse(names);
    assertEquals(
        List.of("ndcg@100", "recall@20", "rmse", "mae", "coverage@200"),
        list.all().stream().map(Metric::name).toList());
    assertEquals(200, list.deepestCutoff());
    assertEquals(100, list.find("ndcg@100").orElseThrow().cutoff());
    assertTrue(list.find("ndcg@10").isEmpty() && list.find("").isEmpty());
  }

  @Test
  void listRejectsEmptyDuplicateAndUnknown() {
    assertThrows(IllegalArgumentException.class, () -> MetricList.parse(List.of()));
    assertThrows(IllegalArgumentException.class, () -> MetricList.parse(List.of("map@5", "map@5")));
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> MetricList.parse(List.of("covrage@20")));
    assertEquals("Unknown metric: covrage@20; did you mean coverage@20?", refusal.getMessage());
  }
}
