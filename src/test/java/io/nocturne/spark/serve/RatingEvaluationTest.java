package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.Recipe;
import io.nocturne.model.metric.Mae;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.Ndcg;
import io.nocturne.model.metric.PoissonBootstrap;
import io.nocturne.model.metric.RatingScale;
import io.nocturne.model.metric.RatioMetric;
import io.nocturne.model.metric.Rmse;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.prepare.GivenSplit;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.prepare.SplitKind;
import io.nocturne.spark.store.OrderedRows;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.rows.ItemCounts;
import io.nocturne.spark.train.rows.TrainingRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Errors of predicted ratings against plain loops over the same table. What is predicted for the
 * unknown is off the scale: unlike scores it is not clipped.
 */
class RatingEvaluationTest {
  private static final RatingScale SCALE = new RatingScale(1, 5, .25);
  private static final List<String> NAMES = List.of("rmse", "ndcg@10", "coverage@3", "mae");

  @TempDir static Path folder;
  private static Prepared prepared;
  private static Prepared binary;
  private static float[] popularity;
  private static float[] weights;
  private static BroadcastModel model;

  @BeforeAll
  static void prepare() {
    PrepareCase preparation = PrepareCase.random(folder, 60, 20, .25);
    preparation.split = SplitKind.GIVEN;
    preparation.given = new GivenSplit(testFile(preparation), "", "", "");
    binary = preparation.run();
    preparation.binary = false;
    prepared = preparation.run();
    int items = prepared.items().size();
    popularity = ItemCounts.of(TrainingRows.of(prepared.tables()));
    SplitMix64 random = new SplitMix64(3);
    weights = new float[items * items];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (random.nextInt(9) - 2) / 16f; // floats add their multiples exactly
    }
    model = broadcast(new RatedEase(), ofItems(weights));
  }

  /** Users with a history and without, items that were trained on and others, and users of both. */
  private static String testFile(PrepareCase preparation) {
    SplitMix64 random = new SplitMix64(8);
    List<String> lines = new ArrayList<>(List.of("user,item,rating,timestamp"));
    lines.add("a0,x1,2,1795000000"); // before all others by id, and nothing is known
    lines.add("u1,x1,5,1795000000");
    for (int user = 0; user < 40; user++) {
      String id = user % 8 == 0 ? "new" + user : "u" + user;
      for (int item = 0; item < 20; item++) {
        if (random.nextDouble() < .15) {
          lines.add("%s,i%d,%d,1795000000".formatted(id, item, 1 + random.nextInt(5)));
        }
      }
    }
    return preparation.log.write("test.csv", lines).toString();
  }

  private static Parameters ofItems(float[] weights) {
    return FlatParameters.one("item.weights", popularity.length, weights);
  }

  private static BroadcastModel broadcast(Recipe recipe, Parameters parameters) {
    return new BroadcastModel(
        JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext()),
        recipe,
        parameters,
        popularity);
  }

  @AfterAll
  static void destroy() {
    model.destroy();
  }

  private static Evaluation evaluation(Prepared of, List<String> names) {
    return new Evaluation(
        of.tables(), "test", MetricList.parse(names), SCALE, new PoissonBootstrap(42, 200));
  }

  /** The model's score of an item for a history. */
  private static float score(Row user, int item) {
    List<Integer> items = user.getList(user.fieldIndex("items"));
    List<Float> ratings = user.getList(user.fieldIndex("weights"));
    float score = 0;
    for (int k = 0; k < items.size(); k++) {
      score += ratings.get(k) * weights[items.get(k) * popularity.length + item];
    }
    return score;
  }

  /** Predicted minus held-out rating, of every held-out rating. */
  private static List<Double> differences() {
    List<Double> differences = new ArrayList<>();
    for (Row user : prepared.rows("evaluation", "row")) {
      List<Integer> items = user.getList(user.fieldIndex("held_out"));
      List<Float> ratings = user.getList(user.fieldIndex("held_out_weights"));
      boolean known = !user.getList(user.fieldIndex("items")).isEmpty();
      for (int k = 0; k < items.size(); k++) {
        double predicted = Math.max(1, Math.min(5, score(user, items.get(k))));
        differences.add((known ? predicted : SCALE.unknown()) - ratings.get(k));
      }
      for (float rating : user.<Float>getList(user.fieldIndex("unknown_weights"))) {
        differences.add(SCALE.unknown() - rating);
      }
    }
    return differences;
  }

  private static double rmse() {
    return Math.sqrt(differences().stream().mapToDouble(d -> d * d).average().orElseThrow());
  }

  private static double mae() {
    return differences().stream().mapToDouble(Math::abs).average().orElseThrow();
  }

  @Test
  void theDataAreWorthMeasuring() {
    List<Row> users = prepared.rows("evaluation", "row");
    assertEquals("a0", users.get(users.size() - 1).getAs("user_id"));
    assertEquals(users.size() - 1, binary.tables().info("evaluation").rows());
    assertTrue(users.stream().anyMatch(u -> u.getList(u.fieldIndex("items")).isEmpty()));
    long inside =
        users.stream()
            .flatMap(
                u -> u.<Integer>getList(u.fieldIndex("held_out")).stream().map(i -> score(u, i)))
            .filter(score -> score > 1 && score < 5)
            .count();
    assertTrue(inside > 20 && inside < differences().size() - 20, "some are clipped: " + inside);
    assertTrue(rmse() > mae() && mae() > .5);
  }

  @Test
  void errorsOverAllHeldOutRatings() {
    List<Row> rows;
    try (Evaluation test = evaluation(prepared, NAMES)) {
      rows = test.measure(model);
    }
    assertEquals(
        List.of("ndcg@10", "rmse", "mae", "coverage@3"),
        rows.stream().map(row -> row.getString(1)).toList());
    assertEquals(rmse(), rows.get(1).getDouble(2), 1e-12);
    assertEquals(mae(), rows.get(2).getDouble(2), 1e-12);
    long users = prepared.tables().info("evaluation").rows();
    assertEquals(
        List.of(users - 1, users, users, users - 1),
        rows.stream().map(row -> row.getLong(5)).toList());
    for (Row row : rows.subList(0, 3)) {
      assertTrue(row.getDouble(3) < row.getDouble(2) && row.getDouble(2) < row.getDouble(4));
    }
  }

  /** Whoever has an error and no list changes no digit of the other metrics. */
  @Test
  void listsAreMeasuredAsWithoutRatings() {
    List<String> lists = List.of("ndcg@10", "coverage@3");
    BroadcastModel popular =
        broadcast(
            Recipes.parse(TestRecipes.POPULARITY),
            FlatParameters.one("item.counts", 1, popularity));
    try (Evaluation both = evaluation(prepared, NAMES);
        Evaluation rated = evaluation(prepared, lists);
        Evaluation alone = evaluation(binary, lists)) {
      List<Row> rows = both.measure(model);
      assertEquals(rated.measure(model), List.of(rows.get(0), rows.get(3)));
      assertEquals(rated.measure(popular), both.measure(popular), "no ratings, no errors");
      assertEquals(alone.measure(popular), both.measure(popular), "the same bits");
    } finally {
      popular.destroy();
    }
  }

  @Test
  void blocksAreCutByThoseWithLists(@TempDir Path folder) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    StructType columns =
        new StructType()
            .add("row", "int", false)
            .add("held_out", DataTypes.createArrayType(DataTypes.IntegerType, false), false);
    List<Object[]> rows =
        IntStream.range(0, 10_000)
            .mapToObj(row -> new Object[] {row, new int[row < 8_320 ? 1 : 0]})
            .toList();
    TableStore tables = new TableStore(spark, new org.apache.hadoop.fs.Path(folder.toUri()));
    tables.write("evaluation", OrderedRows.local(context, rows), columns, "here");
    assertEquals(260, HeldOutUsers.blockSize(tables, 10_000), "8,320 in 32 blocks");
    assertEquals(256, HeldOutUsers.blockSize(tables, 8_192));
  }

  @Test
  void errorsAlone() {
    BroadcastModel other = broadcast(Recipes.parse(TestRecipes.EASE), ofItems(weights));
    List<String> errors = List.of("rmse", "mae");
    try (Evaluation test = evaluation(prepared, errors);
        Evaluation both = evaluation(prepared, NAMES)) {
      assertEquals(both.measure(model).subList(1, 3), test.measureEach(model, "made from"));
      assertEquals(List.of(), test.measure(other));
    } finally {
      other.destroy();
    }
    assertEquals(0, prepared.tables().info("user_metrics").rows());
  }

  @Test
  void trainingIsStoppedByTheSameFigure() {
    for (RatioMetric metric : List.of(new Rmse(), new Mae())) {
      try (MeanMetric mean = MeanMetric.of(prepared.tables(), "test", metric, SCALE)) {
        assertEquals(prepared.tables().info("evaluation").rows(), mean.users());
        assertEquals(metric.name().equals("rmse") ? rmse() : mae(), mean.of(model), 1e-12);
      }
    }
    try (MeanMetric mean = MeanMetric.of(prepared.tables(), "test", new Ndcg(10), SCALE);
        Evaluation test = evaluation(prepared, NAMES)) {
      assertEquals(prepared.tables().info("evaluation").rows() - 1, mean.users());
      assertEquals(test.measure(model).get(0).getDouble(2), mean.of(model), 1e-12);
    }
  }

  /** Scores of lists are the predicted ratings, as they are: only errors are clipped. */
  @Test
  void listsAreByPredictedRating() {
    SparkSession spark = SparkSession.builder().getOrCreate();
    new Materialization(spark, prepared.tables(), model, SCALE, PlainLists.SETTINGS, "made from")
        .recommend(6);
    List<Row> histories = prepared.rows("histories", "row");
    List<Row> lists = prepared.tables().read("recommendations").collectAsList();
    for (int row = 0; row < lists.size(); row++) {
      Row user = histories.get(row);
      if (lists.get(row).getString(2).equals("popular")) {
        continue;
      }
      List<Integer> seen = user.getList(user.fieldIndex("seen"));
      List<String> expected =
          IntStream.range(0, popularity.length)
              .boxed()
              .filter(item -> !seen.contains(item))
              .sorted((a, b) -> Float.compare(score(user, b), score(user, a)))
              .limit(6)
              .map(item -> prepared.items().get(item) + " " + score(user, item))
              .toList();
      List<Row> scored = lists.get(row).getList(1);
      assertEquals(
          expected, scored.stream().map(r -> r.getString(0) + " " + r.getFloat(1)).toList());
    }
  }

  /** The weights from the item itself, 5 times: of 1, the lowest rating, it would be once. */
  @Test
  void similarItemsAreThoseOfWhoGaveTheHighestRating() {
    SparkSession spark = SparkSession.builder().getOrCreate();
    new Materialization(spark, prepared.tables(), model, SCALE, PlainLists.SETTINGS, "made from")
        .similar(4);
    List<Row> lists = prepared.tables().read("similar_items").collectAsList();
    for (int item = 0; item < popularity.length; item++) {
      int from = item * popularity.length;
      for (Row scored : lists.get(item).<Row>getList(1)) {
        int to = prepared.items().indexOf(scored.getString(0));
        assertEquals(5 * weights[from + to], scored.getFloat(1));
      }
    }
  }
}
