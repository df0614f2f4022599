package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that fails its gate: status 4, the failed check with its figures, and CURRENT unchanged.
 * The limits one by one are in {@code GateTest}.
 */
class GateRefusalTest {
  @TempDir static Path temp;
  private static Path root;
  private static Path log;
  private static Map<String, String> before;

  @BeforeAll
  static void publishALiveRun() {
    root = temp.resolve("root");
    log = SmallLog.write(temp.resolve("log.csv"), SmallLog.csv());
    JobRun.of(Command.NIGHTLY, "root=" + root, "input.path=" + log, "date=2026-11-19").done();
    before = Output.published(root);
  }

  @BeforeEach
  void restoreTheLog() {
    SmallLog.write(log, SmallLog.csv());
  }

  private static JobRun nightly(String... keyValues) {
    Stream<String> given = Stream.of("root=" + root, "input.path=" + log);
    return JobRun.of(
        Command.NIGHTLY, Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  private static double ndcg(JsonNode report) {
    return report.path("metrics").path("ndcg@5").asDouble();
  }

  private static void assertRefused(JobRun run, String... parts) {
    run.refused(4, parts).refused(4, "The gate refuses to publish", "CURRENT stays as it was");
    assertEquals(before, Output.published(root));
    // the figures are kept to find the reason
    Path work = root.resolve("work/date=2026-11-20");
    assertEquals(run.report(), Output.json(work.resolve("report.json")));
    assertTrue(run.report().path("metrics").path("ndcg@5").isNumber());
  }

  /** Other failed checks are reported as well. */
  @Test
  void fewerUsersThanTheLiveRun() {
    List<String> half = SmallLog.lines(12).stream().map(SmallLog.Line::csv).toList();
    SmallLog.write(log, half);
    // unlike ease, popularity cannot tell the two tastes apart; 24 x 0.7 = 16.8, so 17 would pass
    JobRun run = nightly("train.recipe=popularity");
    assertRefused(
        run,
        "12 users, and the live run has 24 (gate.max-shrink allows 17); ndcg@5 is %.4f and was %.4f in"
            .formatted(
                ndcg(run.report()),
                ndcg(Output.json(Output.current(root).resolve("report.json")))));
  }

  /** Noise: each user has 6 of 12 items at random, the first ones more often. */
  private static List<String> noise() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> rows = new ArrayList<>();
    for (int user = 0; user < 60; user++) {
      for (int k = 0; k < 6; k++) {
        int item = (int) (12 * random.nextDouble() * random.nextDouble());
        rows.add("u%d,i%d,3,%d".formatted(10 + user, 10 + item, SmallLog.START + k));
      }
    }
    return rows;
  }

  /** Refused at first, published later with a wider gate: the output is still there. */
  @Test
  void modelBelowPopularityPassesAWiderGate() {
    SmallLog.write(log, noise());
    Path own = temp.resolve("own");
    List<String> settings =
        new ArrayList<>(List.of("root=" + own, "input.path=" + log, "train.ease.lambda=0.01"));
    JobRun run = JobRun.of(Command.NIGHTLY, settings.toArray(String[]::new));
    double model = run.report().path("metrics").path("ndcg@5").asDouble();
    double popular = run.report().path("popularity").path("ndcg@5").asDouble();
    run.refused(
        4,
        "ndcg@5 is %.4f, below popularity's %.4f (gate.max-below-popularity allows %.4f)"
            .formatted(model, popular, popular));
    assertTrue(Output.published(own).isEmpty());
    settings.add("gate.max-below-popularity=1");
    Path published = JobRun.of(Command.PUBLISH, settings.toArray(String[]::new)).published();
    assertEquals(published, Output.current(own));
  }

  /**
   * Popularity is not below itself; and a run with another split is not compared with the live run.
   */
  @Test
  void popularityWithAnotherSplitPasses() {
    Path own = temp.resolve("popular");
    before.forEach(
        (name, hex) -> SmallLog.writeBytes(own.resolve(name), HexFormat.of().parseHex(hex)));
    JobRun run =
        nightly("root=" + own, "train.recipe=popularity", "split.held-out-share=0.3").done();
    assertEquals(run.report().path("popularity"), run.report().path("metrics"));
    assertEquals("popularity", run.report().path("model").path("recipe").asText());
    assertEquals(run.published(), Output.current(own));
  }
}
