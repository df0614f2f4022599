package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.jobs.config.Configuration;
import io.nocturne.jobs.config.ConfigurationException;
import io.nocturne.nn.Averaging;
import io.nocturne.nn.Compensation;
import io.nocturne.nn.Moments;
import io.nocturne.nn.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of training, in the types that it takes. */
class TrainKeysTest {
  private static TrainKeys keys(long seed, String... keyValues) {
    List<String> given =
        Stream.concat(Stream.of("train.recipe=mult-vae"), Arrays.stream(keyValues)).toList();
    return new TrainKeys(Configuration.load(Optional.empty(), given), seed);
  }

  private static Map<String, String> identity(String... keyValues) {
    return keys(42, keyValues).identity();
  }

  private static Plan plan(String... keyValues) {
    return keys(42, keyValues).train(1, 1, OptionalLong.empty()).plan();
  }

  @Test
  void howWorkersLearnTogether() {
    assertEquals(new Averaging(0, 0, Compensation.STEP_SIZE, Moments.AUTO), plan().averaging());
    assertEquals(
        new Averaging(7, 2, Compensation.MOMENTUM, Moments.ROW_WISE),
        plan(
                "train.workers=7",
                "train.averaging.epochs-per-round=2",
                "train.averaging.compensation=momentum",
                "train.averaging.moments=row-wise")
            .averaging());
    assertEquals(
        Compensation.NONE, plan("train.averaging.compensation=none").averaging().compensation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "4097", "1.5", "many", "99999999999"})
  void anyOtherNumberOfWorkersIsRefused(String workers) {
    TrainKeys keys = keys(42, "train.workers=" + workers);
    assertEquals(
        "Invalid train.workers: %s (expected auto or an integer, 1 to 4096)".formatted(workers),
        assertThrows(ConfigurationException.class, keys::check).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "auto, 0, false",
    "auto, 10, true",
    "adam, 10, false",
    "lazy-adam, 0, true",
    "lazy-adam, 10, true",
  })
  void lazyByItselfWhereCandidatesAreDrawn(String optimizer, int negatives, boolean lazy) {
    assertEquals(
        lazy,
        plan("train.optimizer=" + optimizer, "train.sampled-softmax.negatives=" + negatives)
            .lazy());
  }

  /** All that makes another model, by the names that a user knows. */
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
    "train.sampled-softmax.negatives, 7",
    "train.stop-by, recall@7",
    "train.mult-vae.code, 7",
    "train.recipe, mult-dae",
  })
  void anotherValueIsAnotherTraining(String key, String value) {
    assertEquals(value, identity(key + "=" + value).get(key));
    assertTrue(identity().containsKey(key));
    assertNotEquals(identity().get(key), value);
  }

  @Test
  void anotherSeedIsAnotherTraining() {
    assertEquals("42", identity().get("seed"));
    assertEquals("43", keys(43).identity().get("seed"));
  }

  @Test
  void whatMakesNoOtherModelIsLeftOut() {
    assertEquals(identity(), identity("train.resume=never"));
    assertEquals(identity(), identity("train.ease.lambda=7", "train.mult-dae.code=7"));
    assertFalse(identity().keySet().stream().anyMatch(key -> key.startsWith("train.ease")));
  }

  @Test
  void whetherATrainingGoesOn() {
    assertTrue(keys(42).resumes());
    assertFalse(keys(42, "train.resume=never").resumes());
  }
}
