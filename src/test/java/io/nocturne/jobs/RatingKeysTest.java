package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.jobs.settings.RatingKeys;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.jobs.settings.TrainKeys;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.RatingScale;
import io.nocturne.model.recipe.Recipes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatingKeysTest {
  private static final MetricList RMSE = MetricList.parse(List.of("rmse", "ndcg@5"));

  private static RatingKeys keys(String... keyValues) {
    return new RatingKeys(configuration(keyValues));
  }

  private static Configuration configuration(String... keyValues) {
    return Configuration.load(Optional.empty(), List.of(keyValues));
  }

  @Test
  void defaultScaleIsFiveStars() {
    RatingScale stars = keys().scale();
    assertEquals(List.of(1.0, 5.0, 3.0), List.of(stars.least(), stars.most(), stars.unknown()));
    RatingScale other =
        keys("evaluate.rating-scale=[-10, 10.5]", "evaluate.unknown-rating=2").scale();
    assertEquals(List.of(-10.0, 10.5, 2.0), List.of(other.least(), other.most(), other.unknown()));
  }

  @Test
  void unknownRatingsAreTheMiddleOfTheScale() {
    assertEquals(0, keys("evaluate.rating-scale=[-10, 10]").scale().unknown());
    assertEquals(4, keys("evaluate.rating-scale=[1, 7]").scale().unknown());
  }

  /**
   * Zero and negative ratings are valid if ratings are predicted on a scale that has them, or with
   * a threshold.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auto-rec | rating | [-10, 10] | none | true",
        "deep-rec | rating | [0, 5]    | none | true",
        "auto-rec | rating | [0.5, 5]  | none | false",
        "auto-rec | binary | [-10, 10] | none | false",
        "ease     | rating | [-10, 10] | none | false",
        "mult-vae | rating | [-10, 10] | -3   | true",
      })
  void zeroAndNegativeRatings(
      String recipe, String weights, String scale, String threshold, boolean good) {
    Settings settings =
        new Settings(
            configuration(
                "train.recipe=" + recipe,
                "prepare.weights=" + weights,
                "evaluate.rating-scale=" + scale,
                "prepare.min-rating=" + threshold),
            JobRun.NOW);
    assertEquals(good, settings.log().rules().allowNonPositive());
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5,1", "1,1", "1,2,3", "one,5", "1,Infinity", "NaN,1"})
  void rejectsInvalidScales(String scale) {
    RatingKeys keys = keys("evaluate.rating-scale=" + scale);
    assertEquals(
        "Invalid evaluate.rating-scale: [%s] (expected two numbers, the lowest rating and a higher one, such as [1, 5])"
            .formatted(scale.replace(",", ", ")),
        assertThrows(ConfigurationException.class, keys::scale).getMessage());
  }

  @Test
  void ratingMetricsRequirePredictedRatings() {
    RatingKeys keys = keys();
    keys.require("evaluate.metrics", RMSE, "some", true);
    keys.require("evaluate.metrics", RMSE.withoutRatings(), "ease", false);
    assertEquals(
        "Invalid evaluate.metrics: rmse (expected metrics of lists, such as ndcg@100, or another"
            + " train.recipe: ease predicts no ratings)",
        assertThrows(
                ConfigurationException.class,
                () -> keys.require("evaluate.metrics", RMSE, "ease", false))
            .getMessage());
  }

  /** Checked before a job starts, and by dry runs, for all metrics. */
  @ParameterizedTest
  @ValueSource(strings = {"auto-rec", "deep-rec"})
  void ratingRecipesRequireRatings(String recipe) {
    String given = "train.recipe=" + recipe;
    String message =
        "Invalid prepare.weights: binary (expected rating: %s predicts ratings)".formatted(recipe);
    JobRun.of(Command.NIGHTLY, given).refused(2, message);
    JobRun.dry(Command.NIGHTLY, given, "evaluate.metrics=rmse", "gate.metric=").refused(2, message);
    JobRun.dry(Command.TRAIN, given, "train.stop-by=rmse").refused(2, message);
    new Settings(configuration(given, "prepare.weights=rating"), JobRun.NOW).checkAll();
  }

  @Test
  void otherRecipesAcceptBothWeights() {
    for (String recipe : Recipes.names()) {
      TrainKeys keys = new TrainKeys(configuration("train.recipe=" + recipe), 42);
      if (!keys.recipe().predictsRatings()) {
        keys.check();
      }
      new TrainKeys(configuration("train.recipe=" + recipe, "prepare.weights=rating"), 42).check();
    }
  }
}
