package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.model.Checkerboard;
import io.nocturne.model.History;
import io.nocturne.model.LocalData;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.ModelStore;
import io.nocturne.spark.train.rows.TrainingRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares training on a cluster with {@link LocalData}, for every recipe. */
class ClusterContractTest {
  private static final int ITEMS = Checkerboard.ITEMS;
  private static final long SEED = 42;

  /** Two rounds of two epochs and one of one. */
  private static final Plan PLAN =
      Plan.defaults()
          .with(Averaging.ALONE)
          .withEpochs(5)
          .withEpochsPerValidation(2)
          .withBatch(16)
          .withLearningRate(.01);

  @TempDir static Path folder;

  static List<String> all() {
    return TestRecipes.withSequences();
  }

  static Stream<String> networks() {
    return all().stream().filter(recipe -> !TestRecipes.parse(recipe).isClosedForm());
  }

  private static TrainingRows rows(boolean ratings) {
    SparseRows training = Checkerboard.training(ratings);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < training.rows(); row++) {
      int[] items = training.indices(row);
      rows.add(RowFactory.create(row, items, training.values(row), new long[items.length]));
    }
    return TrainingRows.of(RandomRows.table(rows, 3), ITEMS);
  }

  private static Parameters train(Recipe recipe, Plan plan, TrainingRows rows) {
    TrainSettings settings = new TrainSettings(plan, 1, SEED);
    return new Training(recipe, settings, line -> {}).run(rows);
  }

  private static float[] local(Recipe recipe, Plan plan, boolean ratings) {
    LocalData data = LocalData.of(Checkerboard.training(ratings)).withThreads(1);
    return FlatParameters.of(recipe.fit(data.with(plan).withSeed(SEED)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void oneWorkerGivesTheSameBitsAsLocalData(String text) {
    Recipe recipe = TestRecipes.parse(text);
    boolean ratings = recipe.predictsRatings();
    assertArrayEquals(
        local(recipe, PLAN, ratings), FlatParameters.of(train(recipe, PLAN, rows(ratings))));
  }

  /** With a sampled softmax, warm-up, and a mean of rounds. */
  @Test
  void oneWorkerGivesTheSameBitsWithOtherSettings() {
    Recipe recipe = TestRecipes.parse(TestRecipes.MULT_VAE);
    Plan plan =
        PLAN.drawing(new SampledSoftmax(5, .5, .5))
            .with(PLAN.optimization().averagedFrom(3).clippedTo(.01));
    float[] expected = local(recipe, plan, false);
    assertArrayEquals(expected, FlatParameters.of(train(recipe, plan, rows(false))));
    assertFalse(Arrays.equals(local(recipe, PLAN, false), expected));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void averagesSeveralWorkers(String text) {
    Recipe recipe = TestRecipes.parse(text);
    boolean ratings = recipe.predictsRatings();
    int epochs = ratings ? 400 : 60;
    Plan plan =
        PLAN.withEpochs(epochs)
            .withEpochsPerValidation(epochs)
            .withLearningRate(ratings ? .002 : .01)
            .with(new Averaging(2, epochs / 2, Compensation.STEP_SIZE, Moments.AUTO));
    try (UnprobedData data = new UnprobedData(rows(ratings), recipe.name(), plan)) {
      Parameters averaged = recipe.fit(data);
      Checkerboard.assertLearned(recipe.open(ITEMS, averaged), ratings);
      float[] alone = local(recipe, plan.with(Averaging.ALONE), ratings);
      assertFalse(Arrays.equals(alone, FlatParameters.of(averaged)), "two workers, not one");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void storedModelGivesTheSameScores(String text) {
    Recipe recipe = TestRecipes.parse(text);
    boolean ratings = recipe.predictsRatings();
    Parameters trained =
        recipe.fit(LocalData.of(Checkerboard.training(ratings)).with(PLAN).withThreads(1));
    org.apache.hadoop.fs.Path at =
        new org.apache.hadoop.fs.Path(folder + "/model-" + all().indexOf(text));
    SparkSession spark = SparkSession.builder().getOrCreate();
    String hash =
        new ModelStore(spark, at).save(trained, Json.object().put("recipe_text", text), "rows");
    ModelStore stored = new ModelStore(spark, at);
    stored.tables().verify(ModelStore.PARAMETERS);
    assertEquals(hash, stored.provenance().get("parameters_sha256").asText());
    assertEquals(trained.size(), stored.provenance().get("parameters").asLong());
    Recipe named = TestRecipes.parse(stored.provenance().get("recipe_text").asText());
    assertArrayEquals(
        scores(recipe.open(ITEMS, trained), ratings),
        scores(named.open(ITEMS, stored.load()), ratings));
  }

  private static float[] scores(Recommender model, boolean ratings) {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    List<History> histories = Checkerboard.histories(ratings);
    histories.forEach(history -> rows.add(history.items(), history.weights()));
    float[] scores = new float[histories.size() * ITEMS];
    model.score(rows.build(), scores);
    return scores;
  }

  @Test
  void rejectsUnsupportedSettingsByRecipe() {
    Recipe elsa = TestRecipes.parse("elsa code=4");
    Plan sampled = PLAN.drawing(new SampledSoftmax(5, .5, .5));
    assertEquals(
        "Invalid train.sampled-softmax.negatives: 5 (expected 0 for elsa, whose loss is not the multinomial one, or a recipe whose loss is)",
        assertThrows(IllegalArgumentException.class, () -> train(elsa, sampled, rows(false)))
            .getMessage());
    Recipe dae = Recipes.of("dae", "loss = cross-entropy");
    String message =
        assertThrows(UnusableDataException.class, () -> train(dae, PLAN, rows(true))).getMessage();
    assertTrue(
        message.startsWith(
            "Invalid weight for dae: 5.0 (expected at most 1.0 with its loss, the cross-entropy)"),
        message);
  }
}
