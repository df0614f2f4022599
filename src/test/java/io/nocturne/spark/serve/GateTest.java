package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.model.metric.Ndcg;
import io.nocturne.spark.store.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits of the gate, each just kept and just exceeded. */
class GateTest {
  /** Popularity may be better by 2 %, the live run by 10 %, and larger by 30 %. */
  private static final Gate GATE =
      new Gate(new GateSettings(Optional.of(new Ndcg(5)), .02, .1, .3, .05, .5));

  private static ObjectNode run() {
    return (ObjectNode)
        Json.parse(
            """
            {"users": 100, "items": 50, "log_users": 100, "empty_lists": 5, "most_alike": 50,
             "measured_on": "all", "metrics": {"ndcg@5": 0.5}, "popularity": {"ndcg@5": 0.4}}
            """);
  }

  private static void refused(ObjectNode run, ObjectNode live, String why) {
    GateException refusal =
        assertThrows(GateException.class, () -> GATE.check(run, Optional.ofNullable(live)));
    assertEquals(
        "The gate refuses to publish: "
            + why
            + ". CURRENT stays as it was. Find out why, or change the gate's limit",
        refusal.getMessage());
  }

  @Test
  void aRunAtItsLimitsPasses() {
    GATE.check(run(), Optional.empty());
    GATE.check(run(), Optional.of(run()));
  }

  @Test
  void emptyLists() {
    refused(
        run().put("empty_lists", 6),
        null,
        "6.0 % of the lists are empty (gate.max-empty-lists allows 5.0 %)");
  }

  @Test
  void identicalLists() {
    refused(
        run().put("most_alike", 51),
        null,
        "51.0 % of the users have one and the same list (gate.max-identical-lists allows 50.0 %)");
    ObjectNode few = run().put("log_users", 19).put("empty_lists", 0).put("most_alike", 19);
    GATE.check(few, Optional.empty()); // too few to say
  }

  @ParameterizedTest
  @CsvSource({"0.392, true", "0.3919, false"})
  void popularity(double model, boolean passes) {
    ObjectNode run = run().set("metrics", Json.object().put("ndcg@5", model));
    if (passes) {
      GATE.check(run, Optional.empty());
    } else {
      refused(
          run,
          null,
          "ndcg@5 is 0.3919, below popularity's 0.4000 (gate.max-below-popularity allows 0.3920)");
    }
  }

  @ParameterizedTest
  @CsvSource({"users, 143, 101", "items, 72, 51"})
  void aShrunkRun(String what, int live, int allowed) {
    long now = run().path(what).asLong();
    GATE.check(run(), Optional.of(run().put(what, live - 1)));
    refused(
        run(),
        run().put(what, live),
        "%d %s, and the live run has %d (gate.max-shrink allows %d)"
            .formatted(now, what, live, allowed));
  }

  @Test
  void aDropSinceTheLiveRun() {
    ObjectNode better = run().set("metrics", Json.object().put("ndcg@5", .6));
    refused(
        run(),
        better,
        "ndcg@5 is 0.5000 and was 0.6000 in the live run (gate.max-drop allows 0.5400)");
    GATE.check(run(), Optional.of(better.put("measured_on", "another split"))); // not comparable
  }

  @Test
  void allThatFailIsTold() {
    refused(
        run().put("users", 60).put("items", 30).put("empty_lists", 100),
        run(),
        "100.0 % of the lists are empty (gate.max-empty-lists allows 5.0 %); 60 users, and the live"
            + " run has 100 (gate.max-shrink allows 70); 30 items, and the live run has 50"
            + " (gate.max-shrink allows 35)");
  }

  @Test
  void nothingMeasuredIsNothingToCompare() {
    ObjectNode run = run();
    run.remove("metrics");
    run.remove("popularity");
    GATE.check(run, Optional.of(run()));
    GATE.check(run(), Optional.of(run));
  }
}
