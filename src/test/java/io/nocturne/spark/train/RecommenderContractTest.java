package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.model.History;
import io.nocturne.model.Parameters;
import io.nocturne.model.Popularity;
import io.nocturne.model.Ranker;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.store.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every recipe promises, trained as the job trains it. The log is a checkerboard: users and
 * items are even or odd, and nobody meets the other kind.
 */
class RecommenderContractTest {
  private static final int ITEMS = 24;

  @TempDir static Path folder;
  private static final Map<String, Parameters> TRAINED = new HashMap<>();
  private static Prepared prepared;

  @BeforeAll
  static void prepare() {
    SplitMix64 random = new SplitMix64(1);
    List<String> lines = new ArrayList<>(List.of("user,item"));
    for (int user = 0; user < 60; user++) {
      for (int item = user % 2; item < ITEMS; item += 2) {
        if (random.nextDouble() < .6) {
          lines.add(user + "," + item);
        }
      }
    }
    prepared = PrepareCase.csv(folder, lines.toArray(String[]::new)).run();
    for (String recipe : TestRecipes.ALL) {
      TRAINED.put(recipe, train(recipe));
    }
  }

  private static Parameters train(String recipe) {
    return new TestTraining().run(recipe, prepared.tables());
  }

  private static Recommender open(String recipe) {
    return Recipes.parse(recipe).open(ITEMS, TRAINED.get(recipe));
  }

  private static float[] scores(Recommender model, List<int[]> histories) {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    histories.forEach(rows::add);
    float[] scores = new float[histories.size() * ITEMS];
    Arrays.fill(scores, Float.NaN);
    model.score(rows.build(), scores);
    return scores;
  }

  static Stream<String> all() {
    return TestRecipes.ALL.stream();
  }

  /** Those that listen to the history. */
  static Stream<String> personal() {
    return all().filter(recipe -> !recipe.equals(TestRecipes.POPULARITY));
  }

  /** None, one, all, and whatever. */
  private static List<int[]> histories() {
    SplitMix64 random = new SplitMix64(2);
    List<int[]> histories = new ArrayList<>();
    histories.add(new int[0]);
    histories.add(new int[] {ITEMS - 1});
    histories.add(IntStream.range(0, ITEMS).toArray());
    for (int k = 0; k < 20; k++) {
      histories.add(IntStream.range(0, ITEMS).filter(i -> random.nextDouble() < .3).toArray());
    }
    return histories;
  }

  @ParameterizedTest
  @MethodSource("personal")
  void learnsACheckerboard(String recipe) {
    Recommender model = open(recipe);
    Ranker ranker = new Ranker(model, model, 6);
    for (int kind = 0; kind < 2; kind++) {
      int of = kind;
      // item k has index k: ids are numbers, and each is in training
      int[] met = IntStream.range(0, ITEMS).filter(i -> i % 2 == of).limit(6).toArray();
      float[] ones = new float[met.length];
      Arrays.fill(ones, 1);
      int[] list =
          ranker.rank(List.of(new History(met, ones, new long[6])), List.of(met)).get(0).items();
      assertEquals(6, list.length);
      assertTrue(Arrays.stream(list).allMatch(i -> i % 2 == of), Arrays.toString(list));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aBatchIsWhatEachHistoryIsAlone(String recipe) {
    Recommender model = open(recipe);
    List<int[]> histories = histories();
    float[] together = scores(model, histories);
    for (int row = 0; row < histories.size(); row++) {
      float[] alone = scores(model, histories.subList(row, row + 1));
      for (int item = 0; item < ITEMS; item++) {
        float score = together[row * ITEMS + item];
        assertEquals(alone[item], score, 1e-5f * Math.max(1, Math.abs(alone[item])), "row " + row);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyHistoryHasFiniteScores(String recipe) {
    Recommender model = open(recipe);
    assertEquals(ITEMS, model.items());
    for (float score : scores(model, histories())) {
      assertTrue(Float.isFinite(score));
    }
    Ranker ranker = new Ranker(model, new Popularity(new float[ITEMS]), ITEMS);
    for (int[] history : histories()) {
      History met = new History(history, new float[history.length], new long[history.length]);
      assertEquals(
          ITEMS - history.length,
          ranker.rank(List.of(met), List.of(history)).get(0).size(),
          "all that is not masked is ranked");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void trainingAgainGivesTheSameBits(String recipe) {
    float[][] again = train(recipe).blocks();
    float[][] first = TRAINED.get(recipe).blocks();
    assertEquals(first.length, again.length);
    for (int block = 0; block < first.length; block++) {
      assertArrayEquals(first[block], again[block]);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void storedAndLoadedItScoresTheSame(String recipe) {
    org.apache.hadoop.fs.Path at =
        new org.apache.hadoop.fs.Path(folder + "/" + recipe.split(" ")[0]);
    SparkSession spark = SparkSession.builder().getOrCreate();
    String hash =
        new ModelStore(spark, at)
            .save(TRAINED.get(recipe), Json.object().put("recipe_text", recipe), "rows");
    ModelStore stored = new ModelStore(spark, at);
    stored.tables().verify(ModelStore.PARAMETERS);
    assertEquals(hash, stored.provenance().get("parameters_sha256").asText());
    assertEquals(TRAINED.get(recipe).size(), stored.provenance().get("parameters").asLong());
    Recipe named = Recipes.parse(stored.provenance().get("recipe_text").asText());
    assertArrayEquals(
        scores(open(recipe), histories()), scores(named.open(ITEMS, stored.load()), histories()));
  }
}
