package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import io.nocturne.model.Encoder;
import io.nocturne.model.metric.RatingScale;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.Rows;
import io.nocturne.spark.log.LogCase;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.prepare.RandomLog;
import io.nocturne.spark.prepare.SplitKind;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.train.TestTraining;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The codes of users and items, against the encoder applied to one history at a time. */
class CodesTest {
  private static final int CODE = 8;

  private static final RatingScale SCALE = new RatingScale(1, 4.5, 3);

  @TempDir static Path folder;
  private static Prepared prepared;
  private static Parameters parameters;
  private static Encoder encoder;
  private static BroadcastModel model;

  /** Users who are learnt from, held out, and (all they have met is rated 1) without a history. */
  @BeforeAll
  static void encode() {
    List<String> lines = new ArrayList<>(List.of("user,item,rating,timestamp"));
    lines.addAll(RandomLog.lines(7, 60, 16, .3));
    lines.add("nobody,i3,1,1790000000");
    LogCase log = new LogCase(folder);
    log.write("log.csv", lines);
    PrepareCase preparation = new PrepareCase(log);
    preparation.minRating = 2;
    preparation.binary = false;
    preparation.split = SplitKind.STRONG;
    prepared = preparation.run();
    parameters = new TestTraining().run(TestRecipes.MULT_VAE, prepared.tables());
    encoder =
        (Encoder) Recipes.parse(TestRecipes.MULT_VAE).open(prepared.items().size(), parameters);
    model = broadcast(TestRecipes.MULT_VAE, parameters);
    materialization(model).encodeUsers();
    materialization(model).encodeItems();
  }

  private static BroadcastModel broadcast(String recipe, Parameters trained) {
    return new BroadcastModel(
        spark(), Recipes.parse(recipe), trained, new float[prepared.items().size()]);
  }

  private static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext());
  }

  private static Materialization materialization(BroadcastModel of) {
    SparkSession session = SparkSession.builder().getOrCreate();
    return new Materialization(
        session, prepared.tables(), of, SCALE, PlainLists.SETTINGS, "made from");
  }

  @AfterAll
  static void destroy() {
    model.destroy();
  }

  private static float[] code(int[] items, float[] weights) {
    return code(encoder, items, weights);
  }

  private static float[] code(Encoder of, int[] items, float[] weights) {
    float[] code = new float[CODE];
    of.encode(SparseRows.builder(prepared.items().size()).add(items, weights).build(), code);
    return code;
  }

  private static void assertCode(float[] expected, Row row) {
    float[] code = Rows.floats(row, "code");
    assertArrayEquals(expected, code, 1e-5f, row.toString());
    double squares = 0;
    for (float number : code) {
      squares += (double) number * number;
    }
    assertEquals((float) Math.sqrt(squares), row.<Float>getAs("norm"));
  }

  @Test
  void aUsersCodeIsThatOfTheHistory() {
    List<Row> histories = prepared.rows("histories", "row");
    List<Row> codes = prepared.tables().read("user_codes").collectAsList();
    assertEquals(61, codes.size());
    Set<String> tiers = new TreeSet<>();
    for (int user = 0; user < codes.size(); user++) {
      Row history = histories.get(user);
      assertEquals((String) history.getAs("user_id"), codes.get(user).getAs("user_id"));
      float[] expected = code(Rows.ints(history, "items"), Rows.floats(history, "weights"));
      assertCode(expected, codes.get(user));
      tiers.add(codes.get(user).getAs("tier"));
    }
    assertEquals(Set.of("model", "fold-in", "popular"), tiers);
  }

  @Test
  void tiersAreThoseOfTheLists() {
    materialization(model).recommend(3);
    String idAndTier = "concat(user_id, ' ', tier)";
    assertEquals(
        prepared.tables().read("recommendations").selectExpr(idAndTier).collectAsList(),
        prepared.tables().read("user_codes").selectExpr(idAndTier).collectAsList());
  }

  @Test
  void anItemsCodeIsThatOfItAlone() {
    List<Row> codes = prepared.tables().read("item_codes").collectAsList();
    assertEquals(
        prepared.items(), codes.stream().map(row -> (String) row.getAs("item_id")).toList());
    for (int item = 0; item < codes.size(); item++) {
      assertCode(code(new int[] {item}, new float[] {1}), codes.get(item));
    }
  }

  /** With the lowest it would be the code of who dislikes it. */
  @Test
  void whereRatingsArePredictedAnItemAloneHasTheHighest() {
    String recipe =
        TestRecipes.all().stream().filter(t -> t.endsWith("over=users")).findAny().orElseThrow();
    int items = prepared.items().size();
    Parameters drawn = FlatParameters.shallow(items, CODE, drawn(2 * items * CODE + CODE + items));
    Encoder ofRatings = (Encoder) Recipes.parse(recipe).open(items, drawn);
    BroadcastModel rated = broadcast(recipe, drawn);
    try {
      materialization(rated).encodeItems();
      List<Row> codes = prepared.tables().read("item_codes").collectAsList();
      for (int item = 0; item < items; item++) {
        int[] alone = {item};
        assertCode(code(ofRatings, alone, new float[] {4.5f}), codes.get(item));
      }
    } finally {
      rated.destroy();
      materialization(model).encodeItems();
    }
  }

  private static float[] drawn(int size) {
    SplitMix64 random = new SplitMix64(5);
    float[] flat = new float[size];
    for (int k = 0; k < size; k++) {
      flat[k] = (float) random.nextDouble() - .5f;
    }
    return flat;
  }

  @Test
  void encodingAgainGivesTheSameBytes() {
    TableInfo first = prepared.tables().info("user_codes");
    assertEquals(first.sha256(), materialization(model).encodeUsers().sha256());
  }

  /** A network that has learnt nothing but zeros. */
  @Test
  void aCodeOfZerosHasTheNormZero() {
    Network network = TestRecipes.network(TestRecipes.MULT_VAE, prepared.items().size());
    Parameters zeros = Parameters.of(BlockArray.zeros(network.blocks()));
    BroadcastModel still = broadcast(TestRecipes.MULT_VAE, zeros);
    try {
      materialization(still).encodeItems();
      for (Row row : prepared.tables().read("item_codes").collectAsList()) {
        assertArrayEquals(new float[CODE], Rows.floats(row, "code"));
        assertEquals(0f, row.<Float>getAs("norm"));
      }
    } finally {
      still.destroy();
      materialization(model).encodeItems();
    }
  }

  @Test
  void aModelWithoutAnEncoderHasNoCodes() {
    assertTrue(materialization(model).hasCodes());
    int items = prepared.items().size();
    BroadcastModel ease =
        broadcast(
            TestRecipes.EASE, FlatParameters.one("item.weights", items, new float[items * items]));
    try {
      assertFalse(materialization(ease).hasCodes());
    } finally {
      ease.destroy();
    }
  }

  /** The driver's JVM is the executor here, so one object is all there is. */
  @Test
  void allTasksShareOneModel() {
    BroadcastModel shared = model;
    List<Integer> places = List.of(0, 1, 2, 3, 4, 5);
    List<Integer> opened =
        spark().parallelize(places, 6).map(k -> System.identityHashCode(shared.model())).collect();
    assertEquals(Set.of(System.identityHashCode(model.model())), Set.copyOf(opened));
  }
}
