package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.Schedule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and checking the keys of a plan. */
class PlanKeysTest {
  private static Plan plan(String... keyValues) {
    return Plan.of(Configuration.load(Optional.empty(), List.of(keyValues)));
  }

  @Test
  void defaultsMatchTheFile() {
    Plan plan = Plan.defaults();
    assertEquals(plan(), plan);
    assertEquals(new Schedule(Schedule.Shape.CONSTANT, 10, .5, 0), plan.optimization().schedule());
    assertEquals(
        new Plan(
            100,
            5,
            3,
            500,
            .001,
            0,
            new SampledSoftmax(0, .5, .1),
            plan.optimization(),
            new Averaging(0, 0, Compensation.STEP_SIZE, Moments.AUTO)),
        plan);
  }

  @Test
  void readsAveraging() {
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
  void rejectsOtherNumbersOfWorkers(String workers) {
    assertEquals(
        "Invalid train.workers: %s (expected auto or an integer, 1 to 4096)".formatted(workers),
        assertThrows(ConfigurationException.class, () -> plan("train.workers=" + workers))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "auto, 0, ADAM",
    "auto, 10, LAZY_ADAM",
    "adam, 10, ADAM",
    "lazy-adam, 0, LAZY_ADAM",
    "lazy-adam, 10, LAZY_ADAM",
    "nadam, 0, NADAM",
    "sgd, 0, SGD",
    "adagrad, 10, ADAGRAD",
    "rprop, 10, RPROP",
  })
  void autoIsLazyWithCandidates(String optimizer, int negatives, OptimizerKind kind) {
    assertEquals(
        Optimization.of(kind),
        plan("train.optimizer=" + optimizer, "train.sampled-softmax.negatives=" + negatives)
            .optimization());
  }

  @Test
  void readsOptimization() {
    assertEquals(
        new Optimization(
            OptimizerKind.SGD, .5, new Schedule(Schedule.Shape.STEP, 7, .25, 1.5), 2, 90),
        plan(
                "train.optimizer=sgd",
                "train.momentum=0.5",
                "train.schedule.shape=step",
                "train.schedule.every-epochs=7",
                "train.schedule.factor=0.25",
                "train.schedule.warm-up-epochs=1.5",
                "train.clip=2",
                "train.average-from-epoch=90")
            .optimization());
    assertEquals(
        Schedule.Shape.COSINE,
        plan("train.schedule.shape=cosine").optimization().schedule().shape());
    assertEquals(
        Schedule.Shape.EXPONENTIAL,
        plan("train.schedule.shape=exponential").optimization().schedule().shape());
  }

  @ParameterizedTest
  @CsvSource({
    "train.optimizer, adams",
    "train.momentum, 1",
    "train.momentum, -0.1",
    "train.schedule.shape, linear",
    "train.schedule.every-epochs, 0",
    "train.schedule.factor, 0",
    "train.schedule.factor, 1.1",
    "train.schedule.warm-up-epochs, -1",
    "train.schedule.warm-up-epochs, 101",
    "train.clip, -1",
    "train.clip, 1.0E-40",
    "train.average-from-epoch, -1",
    "train.average-from-epoch, 101",
  })
  void rejectsInvalidValuesByName(String key, String value) {
    ConfigurationException error =
        assertThrows(ConfigurationException.class, () -> plan(key + "=" + value));
    assertTrue(
        error.getMessage().matches("Invalid " + key + ": \"?" + value + ".*\\(expected .*\\)"),
        error.getMessage());
  }

  @Test
  void rpropRejectsASchedule() {
    assertEquals(
        "Invalid train.schedule: cosine, 0.0 warm-up epochs (expected constant and 0 with the optimizer rprop, which adapts its step sizes itself)",
        assertThrows(
                ConfigurationException.class,
                () -> plan("train.optimizer=rprop", "train.schedule.shape=cosine"))
            .getMessage());
  }
}
