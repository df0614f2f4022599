package io.nocturne.spark.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.model.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a run may be published. Each check compares figures of the run, and of the live
 * run where there is one; all that fail are reported. For a metric whose lower values are better,
 * such as rmse, a rise counts like a drop of other metrics.
 */
public final class Gate {
  /** The least number of users for comparing lists: below it, two equal lists mean nothing. */
  private static final int FEWEST_TO_COMPARE = 20;

  private final GateSettings settings;

  /** Creates a gate with these limits. */
  public Gate(GateSettings settings) {
    this.settings = settings;
  }

  /**
   * Checks a run.
   *
   * @param run the figures of the run: {@code users}, {@code items}, {@code log_users}, {@code
   *     served_users} where not all of these get a list, {@code metrics}, {@code popularity},
   *     {@code empty_lists}, {@code most_alike}, {@code measured_on}
   * @param live the figures of the live run, as they were published with it
   * @throws GateException with every check that failed and its figures
   */
  public void check(JsonNode run, Optional<JsonNode> live) {
    List<String> failed = new ArrayList<>();
    checkLists(run, failed);
    settings.metric().ifPresent(metric -> checkPopularity(metric, run, failed));
    live.ifPresent(
        figures -> {
          checkShrink(run, figures, "users", failed);
          checkShrink(run, figures, "items", failed);
          settings.metric().ifPresent(metric -> checkDrop(metric, run, figures, failed));
        });
    if (!failed.isEmpty()) {
      throw new GateException(
          "The gate refuses to publish: "
              + String.join("; ", failed)
              + ". CURRENT stays as it was. Find out why, or change the gate's limit");
    }
  }

  private void checkLists(JsonNode run, List<String> failed) {
    double users = run.path("served_users").asDouble(run.path("log_users").asDouble());
    double empty = run.path("empty_lists").asDouble() / users;
    if (empty > settings.maxEmptyLists()) {
      failed.add(
          "%.1f %% of the lists are empty (gate.max-empty-lists allows %.1f %%)"
              .formatted(100 * empty, 100 * settings.maxEmptyLists()));
    }
    if (users < FEWEST_TO_COMPARE) {
      return;
    }
    double alike = run.path("most_alike").asDouble() / users;
    if (alike > settings.maxIdenticalLists()) {
      failed.add(
          "%.1f %% of the users have one and the same list (gate.max-identical-lists allows %.1f %%)"
              .formatted(100 * alike, 100 * settings.maxIdenticalLists()));
    }
  }

  private void checkPopularity(Metric metric, JsonNode run, List<String> failed) {
    JsonNode model = run.path("metrics").path(metric.name());
    JsonNode popular = run.path("popularity").path(metric.name());
    if (model.isNumber() && popular.isNumber()) {
      double limit = limit(metric, popular.asDouble(), settings.maxBelowPopularity());
      if (metric.isWorse(model.asDouble(), limit)) {
        failed.add(
            "%s is %.4f, %s popularity's %.4f (gate.max-below-popularity allows %.4f)"
                .formatted(
                    metric.name(),
                    model.asDouble(),
                    metric.lowerIsBetter() ? "above" : "below",
                    popular.asDouble(),
                    limit));
      }
    }
  }

  private void checkDrop(Metric metric, JsonNode run, JsonNode live, List<String> failed) {
    JsonNode now = run.path("metrics").path(metric.name());
    JsonNode before = live.path("metrics").path(metric.name());
    boolean comparable = run.path("measured_on").equals(live.path("measured_on"));
    if (comparable && now.isNumber() && before.isNumber()) {
      double limit = limit(metric, before.asDouble(), settings.maxDrop());
      if (metric.isWorse(now.asDouble(), limit)) {
        failed.add(
            "%s is %.4f and was %.4f in the live run (gate.max-drop allows %.4f)"
                .formatted(metric.name(), now.asDouble(), before.asDouble(), limit));
      }
    }
  }

  /** Returns the worst value that passes in comparison with another one. */
  private static double limit(Metric metric, double other, double share) {
    return other * (metric.lowerIsBetter() ? 1 + share : 1 - share);
  }

  private void checkShrink(JsonNode run, JsonNode live, String what, List<String> failed) {
    double least = live.path(what).asDouble() * (1 - settings.maxShrink());
    if (run.path(what).asDouble() < least) {
      failed.add(
          "%d %s, and the live run has %d (gate.max-shrink allows %.0f)"
              .formatted(
                  run.path(what).asLong(), what, live.path(what).asLong(), Math.ceil(least)));
    }
  }
}
