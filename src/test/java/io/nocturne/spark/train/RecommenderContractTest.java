package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.model.Encoder;
import io.nocturne.model.History;
import io.nocturne.model.Parameters;
import io.nocturne.model.Popularity;
import io.nocturne.model.RankedList;
import io.nocturne.model.Ranker;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.Averaging;
import io.nocturne.nn.Compensation;
import io.nocturne.nn.Moments;
import io.nocturne.nn.Plan;
import io.nocturne.nn.SampledSoftmax;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.Json;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every recipe promises, trained on a {@link Checkerboard} as the job trains it. */
class RecommenderContractTest {
  private static final int ITEMS = Checkerboard.ITEMS;

  /**
   * Ratings are from 1 to 5, and what is predicted may lie a little outside; 0 where nothing is
   * known.
   */
  private static final float LEAST = -1;

  private static final float MOST = 7;

  /** In one round: more of them would tell nothing more, and take longer. */
  private static final Plan PLAN = new Plan(80, 80, 1, 16, .01, 0, SampledSoftmax.OFF);

  /** Ratings are large numbers: the first fast steps would bring sigmoids to a standstill. */
  private static final Plan RATED = new Plan(400, 400, 1, 16, .002, 0, SampledSoftmax.OFF);

  @TempDir static Path folder;
  private static final Map<String, Parameters> TRAINED = new HashMap<>();
  private static Checkerboard board;

  @BeforeAll
  static void prepare() {
    board = new Checkerboard(folder);
  }

  static List<String> all() {
    return TestRecipes.all();
  }

  /** Those that listen to the history. */
  static Stream<String> personal() {
    return all().stream().filter(recipe -> !recipe.equals(TestRecipes.POPULARITY));
  }

  static Stream<String> networks() {
    return all().stream().filter(recipe -> !Recipes.parse(recipe).isClosedForm());
  }

  private static boolean rates(String recipe) {
    return Recipes.parse(recipe).predictsRatings();
  }

  private static Plan plan(String recipe) {
    return rates(recipe) ? RATED : PLAN;
  }

  /** In two rounds of two workers. */
  private static Plan averaged(Plan plan) {
    return plan.with(new Averaging(2, plan.epochs() / 2, Compensation.STEP_SIZE, Moments.AUTO));
  }

  private static Parameters train(String recipe, Plan plan) {
    return new TestTraining().plan(plan).threads(1).run(recipe, board.tables(rates(recipe)));
  }

  private static Parameters trained(String recipe) {
    return TRAINED.computeIfAbsent(recipe, text -> train(text, plan(text)));
  }

  private static Recommender open(String recipe) {
    return Recipes.parse(recipe).open(ITEMS, trained(recipe));
  }

  private static SparseRows rows(List<History> histories) {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    histories.forEach(history -> rows.add(history.items(), history.weights()));
    return rows.build();
  }

  private static float[] scores(Recommender model, List<History> histories) {
    float[] scores = new float[histories.size() * ITEMS];
    Arrays.fill(scores, Float.NaN);
    model.score(rows(histories), scores);
    return scores;
  }

  private static float[] codes(Encoder encoder, List<History> histories) {
    float[] codes = new float[histories.size() * encoder.codeWidth()];
    Arrays.fill(codes, Float.NaN);
    encoder.encode(rows(histories), codes);
    return codes;
  }

  @ParameterizedTest
  @MethodSource("personal")
  void learnsACheckerboard(String recipe) {
    requireLearnt(open(recipe), rates(recipe));
  }

  /** The items of the own kind that are not known yet come first; and ratings are high and low. */
  private static void requireLearnt(Recommender model, boolean ratings) {
    for (int user : new int[] {0, 3}) {
      History met = Checkerboard.half(user, ratings);
      RankedList list =
          new Ranker(model, model, ITEMS).rank(List.of(met), List.of(met.items())).get(0);
      String told = Arrays.toString(list.items()) + " " + Arrays.toString(list.scores());
      int own = ITEMS / 4;
      for (int rank = 0; rank < list.size(); rank++) {
        boolean isOwn = Checkerboard.isOwn(user, list.items()[rank]);
        assertTrue(isOwn || rank >= own, told);
        assertTrue(!ratings || isOwn == list.scores()[rank] > 3, told);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void severalWorkersLearnItToo(String recipe) {
    Recipe of = Recipes.parse(recipe);
    Plan plan = averaged(plan(recipe));
    try (UnprobedData data = new UnprobedData(board.tables(rates(recipe)), of.name(), plan)) {
      Parameters averaged = of.fit(data);
      assertFalse(Arrays.equals(trained(recipe).flat(), averaged.flat()), "they are averaged");
      requireLearnt(of.open(ITEMS, averaged), rates(recipe));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aBatchIsWhatEachHistoryIsAlone(String recipe) {
    Recommender model = open(recipe);
    List<History> histories = Checkerboard.histories(rates(recipe));
    requireSame(histories, scores(model, histories), one -> scores(model, one));
    if (model instanceof Encoder encoder) {
      requireSame(histories, codes(encoder, histories), one -> codes(encoder, one));
    }
  }

  private interface Rows {
    float[] of(List<History> histories);
  }

  private static void requireSame(List<History> histories, float[] together, Rows rows) {
    int width = together.length / histories.size();
    for (int row = 0; row < histories.size(); row++) {
      float[] alone = rows.of(histories.subList(row, row + 1));
      for (int k = 0; k < width; k++) {
        float tolerance = 1e-5f * Math.max(1, Math.abs(alone[k]));
        assertEquals(alone[k], together[row * width + k], tolerance, "row " + row);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyHistoryHasFiniteScores(String recipe) {
    Recommender model = open(recipe);
    assertEquals(ITEMS, model.items());
    List<History> histories = Checkerboard.histories(rates(recipe));
    for (float score : scores(model, histories)) {
      assertTrue(Float.isFinite(score));
      assertTrue(!rates(recipe) || score > LEAST && score < MOST, "a rating of " + score);
    }
    Ranker ranker = new Ranker(model, new Popularity(new float[ITEMS]), ITEMS);
    for (History history : histories) {
      RankedList list = ranker.rank(List.of(history), List.of(history.items())).get(0);
      assertEquals(ITEMS - history.size(), list.size(), "all that is not masked is ranked");
    }
    if (model instanceof Encoder encoder) {
      for (float number : codes(encoder, histories)) {
        assertTrue(Float.isFinite(number));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void trainingAgainGivesTheSameBits(String recipe) {
    float[][] again = train(recipe, plan(recipe)).blocks();
    float[][] first = trained(recipe).blocks();
    assertEquals(first.length, again.length);
    for (int block = 0; block < first.length; block++) {
      assertArrayEquals(first[block], again[block]);
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void anotherSeedGivesAnotherModel(String recipe) {
    TestTraining quick =
        new TestTraining().plan(new Plan(1, 1, 1, 16, .01, 0, SampledSoftmax.OFF)).threads(1);
    float[] one = quick.run(recipe, board.tables(rates(recipe))).flat();
    float[] other = quick.seed(43).run(recipe, board.tables(rates(recipe))).flat();
    assertFalse(Arrays.equals(one, other));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aSampledSoftmaxIsRefusedWhereThereIsNone(String recipe) {
    Plan sampled = new Plan(2, 2, 1, 16, .01, 0, new SampledSoftmax(5, .5, .5));
    String name = Recipes.parse(recipe).name();
    if (Recipes.parse(recipe).isMultinomial()) {
      float[] learnt = train(recipe, sampled).flat();
      assertFalse(
          Arrays.equals(
              train(recipe, new Plan(2, 2, 1, 16, .01, 0, SampledSoftmax.OFF)).flat(), learnt));
    } else {
      assertEquals(
          "Invalid train.sampled-softmax.negatives: 5 (expected 0 for %s, whose loss is not the multinomial one, or a recipe whose loss is)"
              .formatted(name),
          assertThrows(IllegalArgumentException.class, () -> train(recipe, sampled)).getMessage());
    }
  }

  /** Only the cross-entropy is one of probabilities. */
  @ParameterizedTest
  @ValueSource(strings = {"squared", "cross-entropy", "multinomial", "cosine"})
  void weightsAboveOneAreRefusedWhereTheyMeanNothing(String loss) {
    String recipe =
        "dae activation=tanh code=4 code-activation=sigmoid corruption=dropout hidden=none noise=0.1 normalize=true output-activation=identity loss="
            + loss;
    TestTraining training =
        new TestTraining().plan(new Plan(1, 1, 1, 16, .01, 0, SampledSoftmax.OFF));
    if (loss.equals("cross-entropy")) {
      assertEquals(
          "Invalid weight for dae: 5.0 (expected at most 1.0 with its loss, the cross-entropy). Set"
              + " prepare.weights = binary, or another loss",
          assertThrows(UnusableDataException.class, () -> training.run(recipe, board.tables(true)))
              .getMessage());
    } else {
      assertTrue(Float.isFinite(training.run(recipe, board.tables(true)).flat()[0]));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void storedAndLoadedItScoresTheSame(String recipe) {
    org.apache.hadoop.fs.Path at =
        new org.apache.hadoop.fs.Path(folder + "/model-" + all().indexOf(recipe));
    SparkSession spark = SparkSession.builder().getOrCreate();
    String hash =
        new ModelStore(spark, at)
            .save(trained(recipe), Json.object().put("recipe_text", recipe), "rows");
    ModelStore stored = new ModelStore(spark, at);
    stored.tables().verify(ModelStore.PARAMETERS);
    assertEquals(hash, stored.provenance().get("parameters_sha256").asText());
    assertEquals(trained(recipe).size(), stored.provenance().get("parameters").asLong());
    Recipe named = Recipes.parse(stored.provenance().get("recipe_text").asText());
    List<History> histories = Checkerboard.histories(rates(recipe));
    assertArrayEquals(
        scores(open(recipe), histories), scores(named.open(ITEMS, stored.load()), histories));
  }
}
