package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.model.metric.AveragePopularity;
import io.nocturne.model.metric.Metric;
import io.nocturne.model.metric.MetricList;
import io.nocturne.spark.store.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate on an error: what is worse is larger. */
class GateErrorTest {
  private static Gate gate(String metric) {
    Optional<Metric> named = MetricList.parse(List.of(metric)).find(metric);
    return new Gate(new GateSettings(named, .05, .1, .3, .05, .5));
  }

  private static JsonNode figures(String metric, double value, String popularity) {
    return Json.parse(
        """
        {"users": 9, "items": 9, "log_users": 9, "empty_lists": 0, "most_alike": 1,
         "measured_on": "all", "metrics": {"%s": %s}, "popularity": {%s}}
        """
            .formatted(metric, value, popularity));
  }

  private static void check(String metric, double now, double before) {
    gate(metric).check(figures(metric, now, ""), Optional.of(figures(metric, before, "")));
  }

  @ParameterizedTest
  @CsvSource({"rmse, 0.80, 0.95", "mae, 0.88, 0.81", "rmse, 0.9, 0.9", "ndcg@5, 0.95, 0.8"})
  void betterOrALittleWorsePasses(String metric, double now, double before) {
    check(metric, now, before);
  }

  /** The gate asks the metric, whatever it is. */
  @Test
  void aNewMetricSaysWhichWayIsBetter() {
    GateSettings settings =
        new GateSettings(Optional.of(new AveragePopularity(4)), .05, .1, .3, .05, .5);
    JsonNode live = figures("average-popularity@4", 100, "");
    new Gate(settings).check(figures("average-popularity@4", 109, ""), Optional.of(live));
    JsonNode worse = figures("average-popularity@4", 111, "");
    Gate gate = new Gate(settings);
    assertThrows(GateException.class, () -> gate.check(worse, Optional.of(live)));
  }

  @Test
  void aRiseIsARegression() {
    GateException refusal = assertThrows(GateException.class, () -> check("rmse", 1, .9));
    assertEquals(
        "The gate refuses to publish: rmse is 1.0000 and was 0.9000 in the live run (gate.max-drop"
            + " allows 0.9900). CURRENT stays as it was. Find out why, or change the gate's limit",
        refusal.getMessage());
    assertThrows(GateException.class, () -> check("ndcg@5", .8, .9), "of others a drop");
  }

  /** Should popularity ever predict ratings: today it does not, and there is nothing to check. */
  @Test
  void besidePopularity() {
    gate("mae").check(figures("mae", 9, ""), Optional.empty());
    gate("mae").check(figures("mae", .94, "\"mae\": 0.9"), Optional.empty());
    JsonNode worse = figures("mae", .96, "\"mae\": 0.9");
    GateException refusal =
        assertThrows(GateException.class, () -> gate("mae").check(worse, Optional.empty()));
    assertEquals(
        "The gate refuses to publish: mae is 0.9600, above popularity's 0.9000"
            + " (gate.max-below-popularity allows 0.9450). CURRENT stays as it was. Find out why,"
            + " or change the gate's limit",
        refusal.getMessage());
  }
}
