package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What all commands have in common: invalid settings, dry runs, and the last line on stdout. */
class CommandContractTest {
  @TempDir Path temp;
  private Path log;
  private Path root;

  @BeforeEach
  void writeALog() {
    log = SmallLog.write(temp.resolve("log.csv"), SmallLog.csv());
    root = temp.resolve("root");
  }

  /** Every command rejects them before it reads or writes anything. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.recipe=eaze            | Invalid train.recipe: \"eaze\" | did you mean ease?",
        "materialize.top-n=0          | Invalid materialize.top-n: 0 | integer, 1 or more",
        "materialize.lists=wide       | Invalid materialize.lists: \"wide\" | one of nested, long",
        "materialize.min-score=high   | Invalid materialize.min-score: \"high\" | number or none",
        "materialize.rows-per-file=0  | Invalid materialize.rows-per-file: 0 | integer, 1 or more",
        "materialize.index=fast       | Invalid materialize.index: \"fast\" | one of auto, exact, hnsw",
        "materialize.hnsw.m=1         | Invalid materialize.hnsw.m: 1 | integer, 2 to 128",
        "materialize.hnsw.ef=0        | Invalid materialize.hnsw.ef: 0 | integer, 1 to 10000",
        "materialize.tables.format=movielens | Invalid materialize.tables.format | csv, json, parquet",
        "materialize.topn=5           | Unknown key: materialize.topn | materialize.top-n?",
        "evaluate.metrics=ndgc@5      | Unknown metric: ndgc@5 | did you mean ndcg@5?",
        "evaluate.metrics=ndcg@0      | Invalid cut-off: 0 | did you mean ndcg@1?",
        "evaluate.metrics=            | Invalid evaluate.metrics | expected 1 or more",
        "evaluate.metrics=ndcg@5,ndcg@5 | ndcg@5 twice | expected once",
        "gate.metric=ndcg@9           | Invalid gate.metric: ndcg@9 | [ndcg@5, recall@5, coverage@5]",
        "split.kind=given             | Invalid split.given.test-held-out | expected a file",
        "evaluate.metrics=ndcg@5,rmse | Invalid evaluate.metrics: rmse | ease predicts no ratings",
        "train.stop-by=mae            | Invalid train.stop-by: mae | ease predicts no ratings",
        "train.stop-by=rmse@5         | Invalid train.stop-by: rmse@5 | rmse or mae",
        "evaluate.rating-scale=5      | Invalid evaluate.rating-scale: [5] | such as [1, 5]",
        "show-users=101               | Invalid show-users: 101 | integer, 0 to 100",
        "generate.users=0             | Invalid generate.users: 0 | integer, 1 or more",
        "generate.model=live          | Invalid generate.model: \"live\" | auto, published, work",
        "train.learning-rate=0        | Invalid train.learning-rate: 0 | number, more than 0",
        "train.batch=0                | Invalid train.batch: 0 | integer, 1 or more",
        "train.stop-by=coverage@5     | Invalid train.stop-by: coverage@5 | such as ndcg@100",
        "train.mult-vae.activation=tahn | Invalid train.mult-vae.activation: \"tahn\" | mean tanh?",
        "evaluate.baselines=eaze      | Invalid evaluate.baselines: eaze | did you mean ease?",
        "evaluate.baselines=mult-vae  | Invalid evaluate.baselines: mult-vae | closed form: cheby-cf, dlae, ease",
      })
  void invalidSettings(String setting, String what, String remedy) {
    for (Command command : List.of(Command.NIGHTLY, Command.PUBLISH, Command.SAMPLE)) {
      JobRun.of(command, "root=" + root, "input.path=" + log, setting).refused(2, what, remedy);
    }
    JobRun.dry(Command.NIGHTLY, "root=" + root, setting).refused(2, what, remedy);
    assertFalse(Files.exists(root));
  }

  @Test
  void validationPartFromTwoSources() {
    String[] settings = {
      "input.path=" + log,
      "split.kind=given",
      "split.given.test-held-out=" + log,
      "split.given.validation-held-out=" + log,
      "split.given.validation-share=0.1"
    };
    JobRun.dry(Command.NIGHTLY, settings)
        .refused(2, "Invalid split.given.validation-share: 0.1 (expected 0, as split.given names");
  }

  @Test
  void splitWithoutTrainingData() {
    String[] settings = {
      "input.path=" + log, "split.kind=weak", "split.held-out-share=0.5", "split.validation=true"
    };
    JobRun.dry(Command.NIGHTLY, settings)
        .refused(2, "Invalid split.held-out-share: 0.5 (expected less than 0.5, as split.kind");
    settings[3] = "split.validation=false";
    JobRun.dry(Command.NIGHTLY, settings).done();
  }

  /** Only the options of the trained recipe are checked. */
  @Test
  void invalidRecipeOptions() {
    String[] settings = {"root=" + root, "train.recipe=mult-vae", "train.mult-vae.hidden=0"};
    JobRun.of(Command.NIGHTLY, settings)
        .refused(2, "Invalid train.mult-vae.hidden: 0", "none, or widths of 1 or more");
    assertFalse(Files.exists(root));
  }

  @Test
  void gateAcceptsCoverage() {
    JobRun.dry(Command.NIGHTLY, "input.path=" + log, "gate.metric=coverage@5").done();
  }

  @ParameterizedTest
  @CsvSource({"no-such.conf, Configuration file not found", "broken.conf, Cannot read the config"})
  void unreadableConfigurationFiles(String name, String message) {
    SmallLog.writeText(temp.resolve("broken.conf"), "seed = 1\ninput { path = \n");
    JobRun.withFile(Command.NIGHTLY, JobRun.NOW, temp.resolve(name)).refused(2, message, name);
  }

  @ParameterizedTest
  @EnumSource
  void dryRunOnlyPrintsWhatItWouldDo(Command command) throws IOException {
    Map<String, String> before = files();
    JobRun run =
        JobRun.dry(
                command,
                "root=" + root,
                "input.path=" + log,
                "sample.path=" + temp.resolve("sample"),
                "seed=77")
            .done();
    int end = run.out().indexOf("\ndate: ");
    Config shown = ConfigFactory.parseString(run.out().substring(0, end));
    assertEquals(77, shown.getInt("seed"));
    assertEquals(root.toString(), shown.getString("root"));
    assertEquals("2026-11-20", shown.getString("date"));
    String reads =
        switch (command) {
          case SAMPLE -> "nothing";
          // 96 lines of 20 bytes (u10,i10,1,1794268800 and a line break is 21) and the header
          case PREPARE, NIGHTLY ->
              log + ": 1 file(s), %,d bytes, 0 day(s) missing".formatted(96 * 21 + 27);
          case GENERATE ->
              "the model of the run in %s/CURRENT or %s/work/date=2026-11-20 (generate.model: auto)"
                  .formatted(root, root);
          case BENCH -> "../shared/data/ml-1m/strong/train.csv.gz";
          default -> root + "/work/date=2026-11-20";
        };
    assertTrue(run.out().contains("\nwould read:  " + reads + "\n"), run.out());
    String writes =
        switch (command) {
          case SAMPLE -> temp.resolve("sample").toString();
          case BENCH -> "nothing";
          default -> root + "/";
        };
    assertTrue(run.out().contains("\nwould write: " + writes), run.out());
    assertTrue(run.report().path("dry_run").asBoolean());
    assertEquals(command.label(), run.report().path("command").asText());
    assertEquals(before, files());
  }

  private Map<String, String> files() throws IOException {
    try (Stream<Path> files = Files.walk(temp)) {
      return files.collect(Collectors.toMap(Path::toString, f -> "" + f.toFile().lastModified()));
    }
  }

  @Test
  void dryRunPrintsPathsThatLookLikePlaceholders() {
    Path odd = temp.resolve("root/DATE/sample.path");
    JobRun run = JobRun.dry(Command.PREPARE, "root=" + odd, "input.path=" + log).done();
    assertTrue(run.out().contains("would write: " + odd + "/work/date=2026-11-20\n"), run.out());
    JobRun sample = JobRun.dry(Command.SAMPLE, "sample.path=" + odd).done();
    assertTrue(sample.out().contains("would write: " + odd + "\n"), sample.out());
  }

  @Test
  void dryRunReportsMissingInput() {
    JobRun.dry(Command.NIGHTLY, "root=" + root, "input.path=" + temp.resolve("none.csv"))
        .refused(3, "Input not found: ");
  }

  /** A second run writes only the missing days. */
  @Test
  void sampleWritesDaysAndReportsOnStdout() throws IOException {
    Path sample = temp.resolve("sample");
    JobRun run = sample("date=2026-08-03").done().says("writing 3 day(s)");
    assertEquals("sample", run.report().path("command").asText());
    assertTrue(run.report().path("seconds").has("sample"));
    assertTrue(Files.exists(sample.resolve("log/dt=2026-08-01/part-00000.csv")));
    assertTrue(Files.exists(sample.resolve("titles.csv")));
    byte[] first = Files.readAllBytes(sample.resolve("log/dt=2026-08-03/part-00000.csv"));
    sample("date=2026-08-04").done().says("writing 1 day(s)");
    sample("date=2026-08-04", "seed=1").done().says("deleting the sample with other settings");
    byte[] other = Files.readAllBytes(sample.resolve("log/dt=2026-08-03/part-00000.csv"));
    assertFalse(Arrays.equals(first, other));
    sample("date=2026-07-31").refused(3, "no rows up to 2026-07-31", "sample.first-day");
    assertFalse(Files.exists(root.resolve("work")));
  }

  private JobRun sample(String... more) {
    List<String> settings =
        List.of(
            "root=" + root,
            "sample.path=" + temp.resolve("sample"),
            "sample.users=50",
            "sample.items=30",
            "sample.interactions-per-day=40");
    return JobRun.of(
        Command.SAMPLE, Stream.concat(settings.stream(), Stream.of(more)).toArray(String[]::new));
  }

  /** A failed job leaves its report with its output so far. */
  @Test
  void failureIsReportedInTheRunToo() {
    Path bad = SmallLog.write(temp.resolve("bad.csv"), List.of("a,,1,1"));
    JobRun run = JobRun.of(Command.NIGHTLY, "root=" + root, "input.path=" + bad);
    run.refused(3, "Too many bad rows");
    Path work = root.resolve("work/date=2026-11-20");
    assertEquals(run.report(), Output.json(work.resolve("report.json")));
    assertTrue(Files.exists(work.resolve("configuration/nightly.conf")));
  }
}
