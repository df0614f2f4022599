package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.jobs.SmallLog.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jobs with a model that predicts ratings: their reports and tables are compared with the stored
 * model, applied to one history at a time.
 */
@ParameterizedClass
@EnumSource
class RatingJobsTest {
  private static final int TOP = 5;

  /** The last digits of a score depend on the size of the batch. */
  private static final double DIGITS = 1e-5;

  @TempDir static Path temp;

  /** The runs of the current model. */
  private static JobRun trained;

  private static JobRun evaluated;
  private static StoredRatings stored;

  @Parameter Rated model;

  /** The models with small settings; without dropout, predictions leave the scale. */
  private enum Rated {
    OVER_USERS("train.recipe=auto-rec", "train.auto-rec.over=users", "train.auto-rec.code=4"),
    OVER_ITEMS("train.recipe=auto-rec", "train.auto-rec.over=items", "train.auto-rec.code=4"),
    DEEP(
        "train.recipe=deep-rec",
        "train.deep-rec.hidden=8",
        "train.deep-rec.code=4",
        "train.deep-rec.dropout=0",
        "train.learning-rate=0.01");

    private final List<String> keyValues;

    Rated(String... keyValues) {
      this.keyValues = List.of(keyValues);
    }
  }

  private static JobRun run(Command command, Rated model, String root) {
    Stream<String> given =
        Stream.of(
            "root=" + temp.resolve(root),
            "input.path=" + temp.resolve("log.csv"),
            "prepare.weights=rating",
            "split.kind=given",
            "split.given.test-held-out=" + temp.resolve("held-out.csv"),
            "split.given.validation-share=0.25",
            "train.stop-by=rmse",
            "train.epochs=60",
            "train.epochs-per-validation=20",
            "train.learning-rate=0.05",
            "train.batch=8",
            "evaluate.metrics=[rmse, mae, \"ndcg@5\"]",
            "evaluate.rating-scale=[-2, 2]",
            "evaluate.baselines=[]",
            "gate.metric=",
            "gate.max-identical-lists=1",
            "materialize.top-n=" + TOP,
            "materialize.similar-items=3");
    return JobRun.of(command, Stream.concat(given, model.keyValues.stream()).toArray(String[]::new))
        .done();
  }

  /** Prepares the tables on which each model is trained. */
  @BeforeAll
  static void prepare() {
    SmallLog.write(temp.resolve("log.csv"), log().stream().map(Line::csv).toList());
    SmallLog.write(temp.resolve("held-out.csv"), heldOut().stream().map(Line::csv).toList());
    run(Command.PREPARE, Rated.OVER_USERS, "root");
  }

  @BeforeParameterizedClassInvocation
  static void makeTables(Rated model) {
    trained = run(Command.TRAIN, model, "root");
    evaluated = run(Command.EVALUATE, model, "root");
    run(Command.MATERIALIZE, model, "root");
    stored = new StoredRatings(work(), log());
  }

  private static Path work() {
    return temp.resolve("root/work/date=2026-11-20");
  }

  /** Half of the users give high ratings, half low ones: some predictions are off the scale. */
  private static List<Line> log() {
    return SmallLog.lines().stream().map(RatingJobsTest::extreme).toList();
  }

  private static Line extreme(Line line) {
    boolean isHigh = Integer.parseInt(line.user().substring(1)) % 4 < 2;
    return new Line(
        line.user(), line.item(), line.rating() == 5 ? 0 : isHigh ? 2 : -2, line.time());
  }

  /** Some items of each user, and an unknown user with a known item and vice versa. */
  private static List<Line> heldOut() {
    long time = SmallLog.START + 100_000;
    List<Line> lines = new ArrayList<>();
    for (int user = 0; user < SmallLog.USERS; user++) {
      int first = user / 2;
      for (int k = 4; k < (user % 3 == 0 ? 6 : 5); k++) {
        int item = 2 * ((first + k) % (SmallLog.ITEMS / 2)) + user % 2;
        lines.add(new Line("u" + (10 + user), "i" + (10 + item), (user + k) % 5 - 2, time));
      }
    }
    lines.add(new Line("u11", "unknown", 2, time));
    lines.add(new Line("stranger", "i10", -2, time));
    lines.add(new Line("stranger", "i13", 0, time));
    lines.add(new Line("stranger", "unknown", 1, time));
    lines.add(new Line("alien", "nowhere", -2, time));
    return lines;
  }

  /** Interactions rated 0 are kept like those rated 2 or -2. */
  @Test
  void keepsRatingsOfAnySign() {
    List<Object> kept = new ArrayList<>();
    Output.table(work(), "vectors").forEach(row -> kept.addAll(row.getList(3)));
    List<Float> given = log().stream().map(line -> (float) line.rating()).sorted().toList();
    assertEquals(given, kept.stream().sorted().toList());
  }

  /** The errors are means over all held-out ratings; some users have one, some two. */
  @Test
  void errorsMatchTheStoredModel() {
    double squares = 0;
    double absolute = 0;
    int clipped = 0;
    for (Line line : heldOut()) {
      double predicted = 0;
      if (stored.knows(line)) {
        double score = stored.predict(line.user())[stored.items().indexOf(line.item())];
        predicted = Math.max(-2, Math.min(2, score));
        clipped += predicted == score ? 0 : 1;
      }
      squares += Math.pow(predicted - line.rating(), 2);
      absolute += Math.abs(predicted - line.rating());
    }
    assertTrue(clipped > 0 && clipped < SmallLog.USERS, "predictions off the scale: " + clipped);
    JsonNode report = evaluated.report();
    int ratings = heldOut().size();
    assertEquals(
        Math.sqrt(squares / ratings), report.path("metrics").path("rmse").asDouble(), DIGITS);
    assertEquals(absolute / ratings, report.path("metrics").path("mae").asDouble(), DIGITS);
  }

  /** Ranking metrics are measured too, except for users without a target. */
  @Test
  void measuresListsToo() {
    JsonNode report = evaluated.report();
    assertTrue(report.path("metrics").path("ndcg@5").isNumber(), report.toString());
    assertTrue(report.path("popularity").path("ndcg@5").isNumber(), report.toString());
    assertFalse(report.path("popularity").has("rmse"), report.toString());
    List<String> users =
        Output.table(work(), "metrics").stream()
            .map(row -> row.getString(0) + " " + row.getString(1) + " " + row.getLong(5))
            .toList();
    String recipe = trained.report().path("model").path("recipe").asText();
    assertEquals(
        List.of(
            recipe + " ndcg@5 " + (SmallLog.USERS + 1),
            recipe + " rmse " + (SmallLog.USERS + 2),
            recipe + " mae " + (SmallLog.USERS + 2),
            "popularity ndcg@5 " + (SmallLog.USERS + 1)),
        users);
  }

  /** The round with the lowest error is kept. */
  @Test
  void stopsTrainingByTheError() {
    trained.says(", validation rmse ");
    double[] validations =
        StreamSupport.stream(trained.report().path("rounds").spliterator(), false)
            .mapToDouble(round -> round.path("validation").asDouble(Double.NaN))
            .toArray();
    double least = DoubleStream.of(validations).min().orElseThrow();
    assertTrue(least < DoubleStream.of(validations).max().orElseThrow(), trained.err());
    assertEquals(least, evaluated.report().path("validation").path("rmse").asDouble(), 1e-9);
  }

  @Test
  void listsAreSortedByPredictedRating() {
    List<Row> lists = Output.table(work(), "recommendations");
    assertEquals(SmallLog.USERS, lists.stream().filter(row -> !isPopular(row)).count());
    for (Row row : lists) {
      if (!isPopular(row)) {
        String user = row.getAs("user_id");
        assertBest(stored.predict(user), stored.met(user), row.getList(1), TOP);
      }
    }
  }

  private static boolean isPopular(Row list) {
    return list.getString(2).equals("popular");
  }

  /** The recommendations for a user with only this item, rated 2; or items with similar codes. */
  @Test
  void similarItemsAreSortedByPredictedRatingOrCode() {
    List<Row> lists = Output.table(work(), "similar_items");
    assertEquals(SmallLog.ITEMS, lists.size());
    for (Row row : lists) {
      String item = row.getString(0);
      assertBest(stored.similar(item), Set.of(item), row.getList(1), 3);
    }
  }

  /** Checks that a list has the best items outside the history with their predictions. */
  private static void assertBest(float[] predicted, Set<String> met, List<Row> list, int size) {
    double[] best =
        IntStream.range(0, predicted.length)
            .filter(item -> !met.contains(stored.items().get(item)))
            .mapToDouble(item -> -predicted[item])
            .sorted()
            .limit(size)
            .map(score -> -score)
            .toArray();
    assertEquals(size, list.size());
    Set<String> listed = new HashSet<>();
    for (int rank = 0; rank < size; rank++) {
      String item = list.get(rank).getString(0);
      float score = list.get(rank).getFloat(1);
      assertFalse(met.contains(item), item);
      assertTrue(listed.add(item), item);
      assertEquals(predicted[stored.items().indexOf(item)], score, DIGITS);
      assertEquals(best[rank], score, DIGITS);
      assertTrue(rank == 0 || score <= list.get(rank - 1).getFloat(1), list.toString());
    }
  }

  /** Trains every model again; one of them also by a nightly that publishes it. */
  @Test
  void repeatsTheSameBytes() throws IOException {
    Map<String, String> before = bytes(work());
    if (model != Rated.OVER_ITEMS) {
      run(Command.TRAIN, model, "root");
      assertEquals(before, bytes(work()));
      return;
    }
    JobRun nightly = run(Command.NIGHTLY, model, "nightly").says(", validation rmse ");
    assertEquals(evaluated.report().path("metrics"), nightly.report().path("metrics"));
    Map<String, String> published = bytes(nightly.published());
    for (String table :
        List.of("recommendations", "similar_items", "metrics", "model/parameters")) {
      assertTrue(
          published.containsKey(table + "/part-00000.parquet"), published.keySet()::toString);
    }
    published.forEach((file, bytes) -> assertEquals(before.get(file), bytes, file));
  }

  /** The files of all tables, including the model's parameters, by name. */
  private static Map<String, String> bytes(Path run) throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        String name = run.relativize(file).toString();
        bytes.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return bytes;
  }
}
