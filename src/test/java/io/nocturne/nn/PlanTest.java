package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.LearningRate;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.Schedule;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  private static String refusal(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  private static Plan plan(int[] counts, double rate, double decay) {
    return new Plan(counts[0], counts[1], counts[2], counts[3], rate, decay, SampledSoftmax.OFF);
  }

  @Test
  void rejectsCountsBelowOneByName() {
    Map<String, Integer> places =
        Map.of("epochs", 0, "epochs-per-validation", 1, "patience", 2, "batch", 3);
    places.forEach(
        (name, place) -> {
          int[] counts = {1, 1, 1, 1};
          assertEquals(1, plan(counts, .1, 0).batch());
          counts[place] = 0;
          assertEquals(
              "Invalid " + name + ": 0 (expected 1 or more)", refusal(() -> plan(counts, .1, 0)));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 'learning-rate: 0.0 (expected a number, more than 0)'",
    "-1, 0, 'learning-rate: -1.0 (expected a number, more than 0)'",
    "NaN, 0, 'learning-rate: NaN (expected a number, more than 0)'",
    "Infinity, 0, 'learning-rate: Infinity (expected a number, more than 0)'",
    "1, -1, 'weight-decay: -1.0 (expected a number, 0 or more)'",
    "1, NaN, 'weight-decay: NaN (expected a number, 0 or more)'",
    "1, Infinity, 'weight-decay: Infinity (expected a number, 0 or more)'",
  })
  void rejectsRatesOutOfRangeByName(double rate, double decay, String message) {
    int[] counts = {1, 1, 1, 1};
    assertEquals("Invalid " + message, refusal(() -> plan(counts, rate, decay)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 'momentum: 1.0 (expected 0 or more, less than 1)'",
    "-.1, 0, 0, 'momentum: -0.1 (expected 0 or more, less than 1)'",
    "NaN, 0, 0, 'momentum: NaN (expected 0 or more, less than 1)'",
    "0, -1, 0, 'clip: -1.0 (expected 0 for none, or 1e-30 to 3.4e38)'",
    "0, NaN, 0, 'clip: NaN (expected 0 for none, or 1e-30 to 3.4e38)'",
    "0, 1e-50, 0, 'clip: 1.0E-50 (expected 0 for none, or 1e-30 to 3.4e38)'",
    "0, 1e50, 0, 'clip: 1.0E50 (expected 0 for none, or 1e-30 to 3.4e38)'",
    "0, 0, -1, 'average-from-epoch: -1 (expected 0 or more)'",
  })
  void rejectsOptimizationOutOfRangeByName(
      double momentum, double clip, int averageFrom, String message) {
    assertEquals(
        "Invalid " + message,
        refusal(
            () ->
                new Optimization(
                    OptimizerKind.SGD, momentum, Schedule.CONSTANT, clip, averageFrom)));
  }

  @Test
  void rejectsWhatStartsAfterTheLastEpoch() {
    Plan plan = plan(new int[] {5, 1, 1, 1}, .1, 0);
    Optimization adam = plan.optimization();
    assertEquals(5, plan.with(adam.averagedFrom(5)).optimization().averageFromEpoch());
    assertEquals(
        "Invalid average-from-epoch: 6 (expected at most epochs, 5)",
        refusal(() -> plan.with(adam.averagedFrom(6))));
    assertEquals(5, plan.with(adam.with(warmUp(5))).optimization().schedule().warmUpEpochs());
    assertEquals(
        "Invalid schedule.warm-up-epochs: 5.5 (expected at most epochs, 5)",
        refusal(() -> plan.with(adam.with(warmUp(5.5)))));
  }

  @Test
  void withersChangeOneValue() {
    Plan plan = plan(new int[] {5, 4, 3, 2}, .1, .2);
    Optimization sgd = Optimization.of(OptimizerKind.SGD);
    SampledSoftmax sampled = new SampledSoftmax(7, .5, .5);
    Averaging two = Averaging.ALONE.with(2);
    Plan other =
        plan.withEpochs(15)
            .withEpochsPerValidation(14)
            .withPatience(13)
            .withBatch(12)
            .withLearningRate(1.1)
            .withWeightDecay(1.2)
            .drawing(sampled)
            .with(sgd)
            .with(two);
    assertEquals(new Plan(15, 14, 13, 12, 1.1, 1.2, sampled, sgd, two), other);
    assertEquals(plan(new int[] {5, 4, 3, 12}, .1, .2), plan.withBatch(12));
    assertEquals(
        "Invalid batch: 0 (expected 1 or more)", refusal(() -> Plan.defaults().withBatch(0)));
  }

  /** Shortened before a validation and at the end. */
  @Test
  void roundsEndAtValidationsAndAtTheEnd() {
    Plan plan = plan(new int[] {12, 5, 1, 1}, .1, 0);
    assertEquals(5, plan.epochsOfRound(0));
    assertEquals(1, plan.epochsOfRound(4));
    assertEquals(2, plan.epochsOfRound(10));
    Plan pairs = plan.with(new Averaging(2, 2, Compensation.NONE, Moments.AUTO));
    assertEquals(2, pairs.epochsOfRound(2));
    assertEquals(1, pairs.epochsOfRound(4));
    assertTrue(plan.isValidatedAfter(5));
    assertFalse(plan.isValidatedAfter(6));
    assertTrue(plan.isValidatedAfter(12));
  }

  private static Schedule warmUp(double epochs) {
    return new Schedule(Schedule.Shape.COSINE, 1, 1, epochs);
  }

  /** With fewer epochs than the main training. */
  @Test
  void stageShortensTheWarmUpAndHasNoMean() {
    Plan plan = plan(new int[] {50, 1, 1, 8}, 2, 0);
    Optimization late = plan.optimization().averagedFrom(40).with(warmUp(20));
    Plan stage = plan.with(late).stage(10, SampledSoftmax.OFF);
    assertEquals(10, stage.epochs());
    assertEquals(0, stage.optimization().averageFromEpoch());
    assertEquals(10, stage.optimization().schedule().warmUpEpochs());
    assertEquals(1.1, stage.rate(1000).at(5_000), 1e-12, "half of the way from .2 to 2");
    assertEquals(0, stage.rate(1000).at(10_000), 1e-12, "past the end");
    Plan longer = plan.with(late).stage(30, SampledSoftmax.OFF);
    assertEquals(20, longer.optimization().schedule().warmUpEpochs());
    assertEquals(
        20, plan.with(late).optimization().schedule().warmUpEpochs(), "of the main training");
  }

  @Test
  void rateIsConstantWithoutASchedule() {
    Plan plan = plan(new int[] {20, 1, 1, 8}, .1, 0);
    assertEquals(LearningRate.constant(.1), plan.rate(1000));
  }

  @Test
  void rpropRejectsASchedule() {
    Optimization rprop = Optimization.of(OptimizerKind.RPROP);
    for (Schedule.Shape shape : Schedule.Shape.values()) {
      Schedule warmed = new Schedule(shape, 1, .5, 1);
      assertTrue(refusal(() -> rprop.with(warmed)).startsWith("Invalid schedule: "));
    }
    assertEquals(
        "Invalid schedule: step, 0.0 warm-up epochs (expected constant and 0 with the optimizer"
            + " rprop, which adapts its step sizes itself)",
        refusal(() -> rprop.with(new Schedule(Schedule.Shape.STEP, 1, .5, 0))));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1, 1, 'number of negatives: -1 (expected 0 or more)'",
    "1, -.1, 1, 'alpha: -0.1 (expected 0 to 2)'",
    "1, 2.1, 1, 'alpha: 2.1 (expected 0 to 2)'",
    "1, NaN, 1, 'alpha: NaN (expected 0 to 2)'",
    "1, 1, 0, 'uniform share: 0.0 (expected more than 0, at most 1)'",
    "1, 1, 1.1, 'uniform share: 1.1 (expected more than 0, at most 1)'",
    "1, 1, NaN, 'uniform share: NaN (expected more than 0, at most 1)'",
  })
  void rejectsSamplingOutOfRangeByName(int draws, double alpha, double share, String message) {
    assertEquals("Invalid " + message, refusal(() -> new SampledSoftmax(draws, alpha, share)));
  }

  @Test
  void zeroNegativesDisableSampling() {
    assertFalse(SampledSoftmax.OFF.isOn());
    assertTrue(new SampledSoftmax(1, 0, 1).isOn());
  }

  @Test
  void annealingReachesItsFullWeight() {
    Annealing annealing = new Annealing(.8, 400);
    assertEquals(0, annealing.weight(0));
    assertEquals(.2, annealing.weight(100), 1e-12);
    assertEquals(.8, annealing.weight(400));
    assertEquals(.8, annealing.weight(Long.MAX_VALUE));
    assertEquals(.8, new Annealing(.8, 0).weight(0), "from the start");
  }
}
