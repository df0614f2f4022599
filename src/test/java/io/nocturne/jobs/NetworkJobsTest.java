package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.math.Arithmetic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that train a network: its codes, its comparison with baselines, and the end of its training.
 */
class NetworkJobsTest {
  @TempDir static Path temp;

  /** One root for all tests: each trains a model and checks the result. */
  @BeforeAll
  static void prepare() {
    SmallLog.write(temp.resolve("log.csv"), SmallLog.csv());
    run(Command.PREPARE).done();
  }

  /** The gate checks nothing, as five epochs do not suffice. */
  private static JobRun run(Command command, String... keyValues) {
    Stream<String> given =
        Stream.of(
            "root=" + temp.resolve("root"),
            "input.path=" + temp.resolve("log.csv"),
            "train.recipe=mult-vae",
            "train.epochs=5",
            "train.epochs-per-validation=2",
            "train.mult-vae.hidden=8",
            "train.mult-vae.code=4",
            "gate.metric=",
            "gate.max-identical-lists=1");
    return JobRun.of(
        command, Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  private static Path work() {
    return temp.resolve("root/work/date=2026-11-20");
  }

  private static List<String> models(Path run) {
    return Output.table(run, "metrics").stream().map(row -> row.getString(0)).distinct().toList();
  }

  /** The batch of 500 exceeds the 24 histories. */
  @Test
  void nightlyWithCodesAndThreeColumns() {
    JobRun run =
        run(
                Command.NIGHTLY,
                "root=" + temp.resolve("nightly"),
                "split.validation=true",
                "train.stop-by=recall@2")
            .done()
            .says("round 3 (epoch 5 of 5): loss ")
            .says("validation recall@2 ");
    Path published = run.published();
    assertTrue(
        run.out().contains("test                 mult-vae         ease   popularity"), run.out());
    for (String part : List.of("metrics", "validation", "popularity")) {
      assertTrue(run.report().path(part).path("ndcg@5").isNumber(), part);
    }
    assertTrue(run.report().path("baselines").path("ease").path("coverage@5").isNumber());
    assertEquals(List.of("mult-vae", "ease", "popularity"), models(published));
    assertTrue(Output.hashes(published).keySet().containsAll(List.of("user_codes", "item_codes")));
    List<Row> users = Output.table(published, "user_codes");
    assertEquals(SmallLog.USERS, users.size());
    users.forEach(user -> assertEquals(4, user.getList(1).size()));
    assertEquals(SmallLog.ITEMS, Output.table(published, "item_codes").size());
    assertUserMetricsMatchTheModel(published);
    assertLastLinesCompare(run);
    assertEquals(
        Arithmetic.ofThisJvm().text(), run.report().path("model").path("learnt_with").asText());
  }

  /**
   * After five epochs the model is worse than EASE: the report, the summary and the last line of
   * progress say so.
   */
  private static void assertLastLinesCompare(JobRun run) {
    String sentence = run.report().path("comparison").asText();
    assertTrue(sentence.startsWith("mult-vae's "), sentence);
    assertTrue(run.out().contains(sentence), run.out());
    assertTrue(run.err().strip().endsWith(sentence), run.err());
  }

  private static void assertUserMetricsMatchTheModel(Path run) {
    double mean =
        Output.table(run, "user_metrics").stream()
            .filter(row -> row.getString(1).equals("ndcg@5"))
            .mapToDouble(row -> row.getDouble(2))
            .average()
            .orElseThrow();
    Row model = Output.table(run, "metrics").get(0);
    assertEquals("mult-vae ndcg@5", model.getString(0) + " " + model.getString(1));
    assertEquals(mean, model.getDouble(2), 1e-12);
  }

  @Test
  void codesOfAnEarlierModelAreRemoved() {
    run(Command.TRAIN).done();
    run(Command.MATERIALIZE).done().says("36 codes");
    assertTrue(Files.exists(work().resolve("user_codes/_table.json")));
    run(Command.TRAIN, "train.recipe=ease").done();
    run(Command.MATERIALIZE, "train.recipe=ease").done();
    assertFalse(Files.exists(work().resolve("user_codes")));
    assertFalse(Files.exists(work().resolve("item_codes")));
  }

  /** Five rounds of 8 histories per worker; no checkpoints are left at the end. */
  @Test
  void severalWorkers() {
    String[] three = {"train.workers=3", "train.averaging.moments=row-wise"};
    run(Command.TRAIN, three)
        .done()
        .says("each of 3 workers has 8")
        .says("round 5 (epoch 5 of 5): loss ")
        .says("; slowest worker ");
    assertFalse(Files.exists(work().resolve(TrainStep.CHECKPOINTS)));
    assertTrue(Files.exists(work().resolve("model")));
  }

  @Test
  void divergingTraining() {
    run(Command.TRAIN, "train.learning-rate=1e30")
        .refused(1, "Round 1: The loss became ", "learning-rate");
  }

  /** The largest int is as fast as all items, and does not overflow. */
  @Test
  void moreNegativesThanItems() {
    String most = "" + Integer.MAX_VALUE;
    run(Command.TRAIN, "train.sampled-softmax.negatives=" + most)
        .done()
        .says("train.sampled-softmax.negatives is " + most + " but the catalogue has 12 items");
    run(Command.TRAIN, "train.recipe=cdae", "train.cdae.negatives=" + most).done();
  }

  @Test
  void warnsOfTooMuchNoise() {
    run(
            Command.TRAIN,
            "train.recipe=dae",
            "train.dae.code=4",
            "train.dae.corruption=gaussian",
            "train.dae.noise=3")
        .done()
        .says("the noise of train.dae is too strong: normal noise is 3.00 times as long as ")
        .says("lower it to 1 or less");
  }

  /** Reported for encoders of one layer, with any split, and for no others. */
  @Test
  void reportsPenalties() {
    String[] sparse = {"train.recipe=sparse-ae", "train.sparse-ae.code=4"};
    run(Command.TRAIN, sparse).done();
    JsonNode report =
        run(Command.EVALUATE, sparse).done().says("codes of 24 training users: ").report();
    double near = report.path("code_near_zero").asDouble(-1);
    assertTrue(near >= 0 && near <= 1, report.toString());
    assertTrue(report.path("jacobian_norm").asDouble() > 0, report.toString());
    run(Command.TRAIN).done();
    assertFalse(run(Command.EVALUATE).done().report().has("code_near_zero"));
  }

  @Test
  void disabledBaselines() {
    run(Command.TRAIN, "train.recipe=popularity").done();
    run(Command.EVALUATE, "evaluate.max-baseline-items=11")
        .done()
        .says("skipping baseline ease: 12 items (evaluate.max-baseline-items: 11)");
    assertEquals(List.of("popularity"), models(work()));
    run(Command.EVALUATE, "evaluate.baselines=popularity").done();
    assertEquals(List.of("popularity"), models(work()));
    run(Command.EVALUATE, "evaluate.baselines=popularity,ease,ease").done();
    assertEquals(List.of("popularity", "ease"), models(work()));
  }

  /** With so many items, EASE needs the whole heap, about 8 n^2 bytes. */
  @Test
  void baselineThatDoesNotFitIntoMemory() {
    int items = (int) Math.sqrt(Runtime.getRuntime().maxMemory() / 2.0);
    List<String> rows = new ArrayList<>(SmallLog.csv());
    IntStream.range(0, items).forEach(i -> rows.add("u10,more" + i + ",1," + SmallLog.START));
    Path log = SmallLog.write(temp.resolve("wide.csv"), rows);
    String[] wide = {
      "root=" + temp.resolve("wide"),
      "input.path=" + log,
      "train.recipe=popularity",
      "split.kind=leave-last-out",
      "evaluate.max-baseline-items=1000000"
    };
    run(Command.PREPARE, wide).done();
    run(Command.TRAIN, wide).done();
    run(Command.EVALUATE, wide)
        .done()
        .says("skipping baseline ease: Not enough memory for ease over ");
    assertEquals(List.of("popularity"), models(temp.resolve("wide/work/date=2026-11-20")));
  }
}
