package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Arithmetic;
import io.nocturne.math.Blas;
import io.nocturne.spark.store.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands one by one, in the right and in wrong orders, compared with nightly. */
class StepsTest {
  private static final String WORK = "work/date=2026-11-20";
  private static final String SIMILAR = "materialize.similar-items=3";

  /** All steps except the last, publish. */
  private static final List<Command> STEPS =
      List.of(Command.PREPARE, Command.TRAIN, Command.EVALUATE, Command.MATERIALIZE);

  @TempDir static Path temp;
  private static Path log;
  private static JobRun nightly;

  /** The runs of the steps; a folder with the name of the step has a copy of the root after it. */
  private static final Map<Command, JobRun> RUNS = new EnumMap<>(Command.class);

  /** The folder of a test's own root. */
  @TempDir Path own;

  private Path root;

  @BeforeAll
  static void runNightlyAndSteps() throws IOException {
    log = SmallLog.write(temp.resolve("log.csv"), SmallLog.csv());
    // "yesterday", which is 2026-11-20
    nightly =
        JobRun.of(
                Command.NIGHTLY,
                "root=" + temp.resolve("root"),
                "input.path=" + log,
                "date=yesterday",
                SIMILAR,
                "show-users=1")
            .done();
    Path root = temp.resolve("steps");
    for (Command step : STEPS) {
      RUNS.put(step, run(step, root).done());
      Trees.copy(root, temp.resolve(step.label()));
    }
  }

  @BeforeEach
  void chooseARoot() {
    root = own.resolve("root");
  }

  private static JobRun run(Command command, Path root, String... keyValues) {
    Stream<String> given = Stream.of("root=" + root, "input.path=" + log, SIMILAR);
    return JobRun.of(
        command, Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  private JobRun run(Command command, String... keyValues) {
    return run(command, root, keyValues);
  }

  /** Copies the root after a step. */
  private void after(Command step) throws IOException {
    Trees.copy(temp.resolve(step.label()), root);
  }

  private Path work() {
    return root.resolve(WORK);
  }

  /** All five, each with its report next to its output; then publishes again. */
  @Test
  void stepsGiveTheSameTablesAsNightly() throws IOException {
    for (Command step : STEPS) {
      JobRun run = RUNS.get(step);
      Path left = temp.resolve(step.label());
      Path work = left.resolve(WORK);
      assertEquals(step.label(), run.report().path("command").asText());
      assertEquals(run.report(), Output.json(work.resolve("report.json")));
      assertTrue(Files.exists(work.resolve("configuration/" + step.label() + ".conf")));
      assertFalse(Files.exists(left.resolve("CURRENT")));
    }
    after(Command.MATERIALIZE);
    JobRun published = run(Command.PUBLISH).done();
    Path run = published.published();
    assertEquals(published.report(), Output.json(run.resolve("report.json")));
    assertEquals(run, Output.current(root));
    Map<String, String> hashes = Output.hashes(run);
    assertEquals(
        Set.of(
            "items",
            "users",
            "vectors",
            "quarantine",
            "recommendations",
            "similar_items",
            "metrics",
            "user_metrics"),
        hashes.keySet());
    assertEquals(Output.hashes(nightly.published()), hashes);

    Map<String, String> before = Output.published(root);
    run(Command.PUBLISH).done().says("the run of this date is already published");
    assertEquals(before, Output.published(root));
  }

  @Test
  void nightlyKeepsItsReportWithTheRun() {
    Path run = nightly.published();
    assertEquals(run, Output.current(temp.resolve("root")));
    assertEquals(nightly.report(), Output.json(run.resolve("report.json")));
    for (String part : List.of("metrics", "popularity", "seconds", "sizes", "model")) {
      assertTrue(nightly.report().path(part).isObject(), part);
    }
    assertEquals(
        Arithmetic.inDoubles().text(),
        nightly.report().path("model").path("learnt_with").asText(),
        "a closed form is solved on the driver");
    assertTrue(nightly.report().path("metrics").path("ndcg@5").isNumber());
    assertTrue(nightly.report().path("popularity").path("ndcg@5").isNumber());
    assertEquals(
        nightly.report().path("metrics").path("coverage@5").asDouble(),
        Output.table(run, "metrics").stream()
            .filter(row -> row.getString(0).equals("ease") && row.getString(1).equals("coverage@5"))
            .findFirst()
            .orElseThrow()
            .getDouble(2));
  }

  @Test
  void nightlyPrintsASummary() {
    assertTrue(nightly.out().contains("ndcg@5 "), nightly.out());
    assertTrue(nightly.out().contains("96 rows (0 bad), 24 users, 12 items"), nightly.out());
    assertTrue(nightly.out().contains("recommended (model):"), nightly.out());
    assertTrue(nightly.out().contains("BLAS: " + Blas.get().name()), nightly.out());
  }

  /** In the same root, where it is already published, even after its work folder has changed. */
  @Test
  void nightlyAgainIsTheSameRun() {
    Path first = temp.resolve("root");
    Map<String, String> before = Output.published(first);
    JobRun again = run(Command.NIGHTLY, "root=" + first, "date=yesterday", "show-users=1").done();
    assertEquals(nightly.published(), again.published());
    assertEquals(before, Output.published(first));
  }

  /** Also on a later day, although the run was for "yesterday". */
  @Test
  void storedConfigurationReproducesTheTables() {
    Path stored = nightly.published().resolve("configuration/nightly.conf");
    Clock later = Clock.offset(JobRun.NOW, Duration.ofDays(3));
    JobRun again = JobRun.withFile(Command.NIGHTLY, later, stored, "root=" + root).done();
    assertEquals(
        "2026-11-20",
        Output.json(again.published().resolve("manifest.json")).path("date").asText());
    assertEquals(Output.hashes(nightly.published()), Output.hashes(again.published()));
  }

  /** The log and the closed form do not depend on the seed. */
  @Test
  void anotherSeedGivesAnotherSplit() {
    Map<String, String> other = Output.hashes(run(Command.NIGHTLY, "seed=43").done().published());
    Map<String, String> hashes = Output.hashes(nightly.published());
    for (String split : List.of("recommendations", "similar_items", "metrics", "user_metrics")) {
      assertNotEquals(hashes.get(split), other.get(split), split);
    }
    for (String read : List.of("items", "users", "vectors", "quarantine")) {
      assertEquals(hashes.get(read), other.get(read), read);
    }
  }

  @Test
  void stepsWithoutInputFail() {
    run(Command.TRAIN).refused(3, "Cannot find the table training in ", "2026-11-20", "prepare");
    run(Command.PUBLISH).refused(3, "Cannot find the table items", "materialize, publish");
    run(Command.EVALUATE).refused(3, "Cannot find a model in ", "Run train for this date first");
    run(Command.MATERIALIZE).refused(3, "Cannot find a model in ", "Run train for this date first");
    assertTrue(Output.published(root).isEmpty());
  }

  @Test
  void skippedStep() throws IOException {
    after(Command.PREPARE);
    run(Command.MATERIALIZE).refused(3, "Cannot find a model in ");
    Trees.delete(root);
    after(Command.TRAIN);
    run(Command.PUBLISH).refused(3, "Cannot find the table recommendations", "materialize");
    run(Command.MATERIALIZE).done();
    run(Command.PUBLISH).refused(3, "Cannot find the table metrics", "Run evaluate");
    assertTrue(Output.published(root).isEmpty());
    run(Command.PUBLISH, "gate.metric=").done(); // without a gate metric, no metrics are needed
  }

  @Test
  void staleStep() throws IOException {
    after(Command.MATERIALIZE);
    run(Command.TRAIN, "train.ease.lambda=5").done();
    run(Command.PUBLISH)
        .refused(3, "The table recommendations was made from data that has changed since");
    run(Command.MATERIALIZE).done();
    run(Command.PUBLISH)
        .refused(3, "The table metrics was made from data that has changed since", "evaluate");
    run(Command.PREPARE, "seed=7").done();
    run(Command.EVALUATE)
        .refused(3, "model/parameters was made from data that has changed since", "train");
    assertTrue(Output.published(root).isEmpty());
  }

  /** Otherwise its quarantine would be published with the older tables. */
  @Test
  void failedPrepareDeletesEarlierTables() throws IOException {
    after(Command.PREPARE);
    Path bad = SmallLog.write(own.resolve("bad.csv"), List.of("a,,1,1"));
    run(Command.PREPARE, "input.path=" + bad).refused(3, "Too many bad rows");
    run(Command.TRAIN).refused(3, "Cannot find the table training");
    assertEquals(1, Output.table(work(), "quarantine").size());
  }

  /** A new prepare invalidates the older run of that date. */
  @Test
  void publishAfterAPrepareOfTheSameDate() throws IOException {
    Trees.copy(temp.resolve("root"), root);
    run(Command.PREPARE, "seed=7").done();
    Map<String, String> before = Output.published(root);
    run(Command.PUBLISH, "seed=7").refused(3, "Cannot find");
    run(Command.PUBLISH).refused(3, "prepared with different settings");
    assertEquals(before, Output.published(root));

    // the new quarantine must stay, and the earlier run must not be reported as the result
    Path bad = SmallLog.write(own.resolve("bad.csv"), List.of("a,,1,1"));
    run(Command.PREPARE, "input.path=" + bad).refused(3, "Too many bad rows");
    run(Command.PUBLISH, "input.path=" + bad).refused(3, "Cannot find the table items");
    assertEquals(1, Output.table(work(), "quarantine").size());
    assertEquals(before, Output.published(root));
  }
}
