package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of every recipe, trained on a {@link Checkerboard} without Spark. */
class RecommenderContractTest {
  private static final int ITEMS = Checkerboard.ITEMS;

  /** Ratings are from 1 to 5, predictions may be slightly outside; 0 without any history. */
  private static final float LEAST = -1;

  private static final float MOST = 7;

  private static final Plan PLAN =
      Plan.defaults().withEpochs(50).withBatch(16).withLearningRate(.01);

  /** A lower rate: ratings are large numbers, so large first steps would saturate the sigmoids. */
  private static final Plan RATED = PLAN.withEpochs(400).withLearningRate(.002);

  private static final Map<String, Parameters> TRAINED = new HashMap<>();

  static List<String> all() {
    return TestRecipes.withSequences();
  }

  /** Recipes that depend on the history. */
  static Stream<String> personal() {
    return all().stream().filter(recipe -> !recipe.equals(TestRecipes.POPULARITY));
  }

  static Stream<String> networks() {
    return all().stream().filter(recipe -> !TestRecipes.parse(recipe).isClosedForm());
  }

  private static boolean rates(String recipe) {
    return TestRecipes.parse(recipe).predictsRatings();
  }

  private static Plan plan(String recipe) {
    return rates(recipe) ? RATED : PLAN;
  }

  private static LocalData data(String recipe) {
    return LocalData.of(Checkerboard.training(rates(recipe))).withThreads(1);
  }

  private static Parameters train(String recipe, Plan plan) {
    return TestRecipes.parse(recipe).fit(data(recipe).with(plan));
  }

  private static Parameters trained(String recipe) {
    return TRAINED.computeIfAbsent(recipe, text -> train(text, plan(text)));
  }

  private static Recommender open(String recipe) {
    return TestRecipes.parse(recipe).open(ITEMS, trained(recipe));
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
  @MethodSource("all")
  void recipeSaysWhetherItHasCodes(String recipe) {
    assertEquals(TestRecipes.parse(recipe).hasCodes(), open(recipe) instanceof Encoder);
  }

  @ParameterizedTest
  @MethodSource("personal")
  void learnsTheCheckerboard(String recipe) {
    Checkerboard.assertLearned(open(recipe), rates(recipe));
  }

  @ParameterizedTest
  @MethodSource("all")
  void batchMatchesSingleHistories(String recipe) {
    Recommender model = open(recipe);
    List<History> histories = Checkerboard.histories(rates(recipe));
    assertSameValues(histories, scores(model, histories), one -> scores(model, one));
    if (model instanceof Encoder encoder) {
      assertSameValues(histories, codes(encoder, histories), one -> codes(encoder, one));
    }
  }

  private interface Rows {
    float[] of(List<History> histories);
  }

  private static void assertSameValues(List<History> histories, float[] together, Rows rows) {
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
  void scoresAreFinite(String recipe) {
    Recommender model = open(recipe);
    assertEquals(ITEMS, model.items());
    List<History> histories = Checkerboard.histories(rates(recipe));
    for (float score : scores(model, histories)) {
      assertTrue(Float.isFinite(score));
      assertTrue(!rates(recipe) || score > LEAST && score < MOST, "a rating of " + score);
    }
    Ranker ranker = new Ranker(model, new Popularity(new float[ITEMS]), ITEMS);
    for (History history : histories) {
      RankedList list = ranker.rank(history);
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
  void trainingIsReproducible(String recipe) {
    Parameters again = train(recipe, plan(recipe));
    assertEquals(trained(recipe).shapes(), again.shapes());
    assertArrayEquals(FlatParameters.of(trained(recipe)), FlatParameters.of(again), 0f);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void anotherSeedGivesAnotherModel(String recipe) {
    LocalData quick = data(recipe).with(PLAN.withEpochs(1));
    float[] one = FlatParameters.of(TestRecipes.parse(recipe).fit(quick));
    float[] other = FlatParameters.of(TestRecipes.parse(recipe).fit(quick.withSeed(43)));
    assertFalse(Arrays.equals(one, other));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void rejectsASampledSoftmaxForOtherLosses(String recipe) {
    Plan all = PLAN.withEpochs(2);
    Plan sampled = all.drawing(new SampledSoftmax(5, .5, .5));
    if (TestRecipes.parse(recipe).isMultinomial()) {
      assertFalse(
          Arrays.equals(
              FlatParameters.of(train(recipe, all)), FlatParameters.of(train(recipe, sampled))));
    } else {
      assertEquals(
          "Invalid train.sampled-softmax.negatives: 5 (expected 0 for this recipe, whose loss is not the multinomial one, or a recipe whose loss is)",
          assertThrows(IllegalArgumentException.class, () -> train(recipe, sampled)).getMessage());
    }
  }

  /** Only the cross-entropy requires probabilities. */
  @ParameterizedTest
  @ValueSource(strings = {"squared", "cross-entropy", "multinomial", "cosine"})
  void crossEntropyRejectsWeightsAboveOne(String loss) {
    String recipe =
        "dae activation=tanh code=4 code-activation=sigmoid corruption=dropout hidden=none noise=0.1 normalize=true output-activation=identity loss="
            + loss;
    LocalData rated = LocalData.of(Checkerboard.training(true)).with(PLAN.withEpochs(1));
    if (loss.equals("cross-entropy")) {
      assertEquals(
          "Invalid weight: 4.0 (expected at most 1.0 with this loss, the cross-entropy)",
          assertThrows(IllegalArgumentException.class, () -> TestRecipes.parse(recipe).fit(rated))
              .getMessage());
    } else {
      assertTrue(Float.isFinite(FlatParameters.of(TestRecipes.parse(recipe).fit(rated))[0]));
    }
  }
}
