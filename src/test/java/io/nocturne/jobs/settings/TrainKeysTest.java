package io.nocturne.jobs.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.model.recipe.Recipes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and checking the keys of training. */
class TrainKeysTest {
  private static TrainKeys keys(long seed, String... keyValues) {
    List<String> given =
        Stream.concat(Stream.of("train.recipe=mult-vae"), Arrays.stream(keyValues)).toList();
    return new TrainKeys(Configuration.load(Optional.empty(), given), seed);
  }

  private static Map<String, String> identity(String... keyValues) {
    return keys(42, keyValues).identity();
  }

  @Test
  void rejectsCandidatesWithoutASoftmax() {
    String negatives = "train.sampled-softmax.negatives=10";
    TrainKeys keys = keys(42, "train.recipe=elsa", negatives);
    assertEquals(
        "Invalid train.sampled-softmax.negatives: 10 (expected 0 for elsa, whose loss is not the"
            + " multinomial one, or a recipe whose loss is)",
        assertThrows(ConfigurationException.class, keys::check).getMessage());
    TrainKeys dae = keys(42, "train.recipe=dae", negatives, "train.dae.loss=squared");
    assertThrows(ConfigurationException.class, dae::check);
    keys(42, "train.recipe=dae", negatives, "train.dae.loss=multinomial").check();
    keys(42, "train.recipe=rec-vae", negatives).check();
    keys(42, "train.recipe=ease", negatives).check(); // draws no candidates
    keys(42, "train.recipe=elsa").check();
  }

  /** The identity has all settings that change the model, by their keys. */
  @ParameterizedTest
  @CsvSource({
    "train.epochs, 7",
    "train.epochs-per-validation, 7",
    "train.patience, 7",
    "train.batch, 7",
    "train.learning-rate, 0.7",
    "train.weight-decay, 0.7",
    "train.workers, 7",
    "train.averaging.epochs-per-round, 7",
    "train.averaging.compensation, none",
    "train.averaging.moments, average",
    "train.optimizer, adam",
    "train.momentum, 0.7",
    "train.schedule.shape, step",
    "train.schedule.every-epochs, 7",
    "train.schedule.factor, 0.7",
    "train.schedule.warm-up-epochs, 7",
    "train.clip, 7",
    "train.average-from-epoch, 7",
    "train.sampled-softmax.negatives, 7",
    "train.stop-by, recall@7",
    "train.mult-vae.code, 7",
    "train.recipe, mult-dae",
  })
  void changedSettingsChangeTheIdentity(String key, String value) {
    assertEquals(value, identity(key + "=" + value).get(key));
    assertTrue(identity().containsKey(key));
    assertNotEquals(identity().get(key), value);
  }

  private static Map<String, String> rated(String... keyValues) {
    Stream<String> given = Stream.of("train.recipe=auto-rec", "prepare.weights=rating");
    return identity(Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  /** Then the scale that predictions are clipped to matters too, otherwise it does not. */
  @ParameterizedTest
  @ValueSource(strings = {"rmse", "mae"})
  void stoppingByRatingErrorChangesTheIdentity(String metric) {
    String scale = "evaluate.rating-scale=[0, 10]";
    String unknown = "evaluate.unknown-rating=2";
    String byLists = "train.stop-by=ndcg@100";
    String byRatings = "train.stop-by=" + metric;
    assertEquals(metric, rated(byRatings).get("train.stop-by"));
    assertNotEquals(rated(byLists), rated(byRatings));
    assertEquals(rated(byLists), rated(byLists, scale, unknown));
    assertNotEquals(rated(byRatings), rated(byRatings, scale));
    assertNotEquals(rated(byRatings), rated(byRatings, unknown));
    assertNotEquals(rated("train.stop-by=rmse"), rated("train.stop-by=mae"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rmse", "mae"})
  void rejectsStoppingByRatingErrorWithoutRatings(String metric) {
    int without = 0;
    for (String recipe : Recipes.names()) {
      TrainKeys keys =
          keys(42, "train.recipe=" + recipe, "train.stop-by=" + metric, "prepare.weights=rating");
      if (keys.recipe().predictsRatings()) {
        keys.check();
        continue;
      }
      without++;
      assertEquals(
          "Invalid train.stop-by: %s (expected metrics of lists, such as ndcg@100, or another train.recipe: %s predicts no ratings)"
              .formatted(metric, recipe),
          assertThrows(ConfigurationException.class, keys::check).getMessage());
    }
    assertTrue(without > 0 && without < Recipes.names().size(), "without ratings: " + without);
  }

  @Test
  void seedChangesTheIdentity() {
    assertEquals("42", identity().get("seed"));
    assertEquals("43", keys(43).identity().get("seed"));
  }

  @Test
  void identityOmitsIrrelevantSettings() {
    assertEquals(identity(), identity("train.resume=never"));
    assertEquals(identity(), identity("train.ease.lambda=7", "train.mult-dae.code=7"));
    assertFalse(identity().keySet().stream().anyMatch(key -> key.startsWith("train.ease")));
  }

  @Test
  void resumesUnlessDisabled() {
    assertTrue(keys(42).resumes());
    assertFalse(keys(42, "train.resume=never").resumes());
  }
}
