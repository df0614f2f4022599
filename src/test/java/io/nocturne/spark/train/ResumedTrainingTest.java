package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.Validation;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.research.faults.Fault;
import io.nocturne.spark.train.checkpoint.TestCheckpoints;
import io.nocturne.spark.train.round.RoundFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings that are interrupted in some round and resumed. */
@ExtendWith(QuietSpark.class)
class ResumedTrainingTest {
  private static final int ROUNDS = 6;

  @TempDir static Path folder;
  private static TrainerCase.Data data;

  /** The results without interruption, by plan. */
  private static final Map<Plan, Uninterrupted> UNINTERRUPTED = new HashMap<>();

  /** Parameters, and the best metric and round in each message. */
  private record Uninterrupted(float[] parameters, List<String> bestRounds) {}

  @TempDir Path kept;

  @BeforeAll
  static void prepare() {
    data = TrainerCase.Data.of(TrainerCase.prepare(folder).tables());
  }

  /** Validations are every two epochs, so that the last round is often not the best. */
  private static Plan plan(int workers, Compensation compensation, Moments moments) {
    Averaging averaging = new Averaging(workers, 1, compensation, moments);
    SampledSoftmax sampled = new SampledSoftmax(9, .5, .5);
    return new Plan(ROUNDS, 2, 99, 16, .01, .02, sampled).with(averaging);
  }

  private static TrainerCase trainer(Plan plan) {
    return new TrainerCase(data, plan);
  }

  private TrainerCase keeping(Plan plan) {
    return trainer(plan).keptIn(kept, TestCheckpoints.identity("42", "16"));
  }

  private static List<String> bestRounds(List<String> messages) {
    return messages.stream()
        .filter(line -> line.contains("(best "))
        .map(line -> line.replaceAll(".*(validation [^)]*\\)).*", "$1"))
        .toList();
  }

  private static Uninterrupted uninterrupted(Plan plan) {
    return UNINTERRUPTED.computeIfAbsent(
        plan,
        p -> {
          TrainerCase training = trainer(p).validation(new HashedValidation());
          return new Uninterrupted(training.fit(), bestRounds(training.messages));
        });
  }

  /** Interrupted in a round; earlier rounds are kept. */
  @ParameterizedTest
  @CsvSource({
    "1, STEP_SIZE, RESTART, 1",
    "1, STEP_SIZE, RESTART, 2",
    "1, STEP_SIZE, RESTART, 5",
    "1, STEP_SIZE, RESTART, 6",
    "2, MOMENTUM, AVERAGE, 1",
    "2, MOMENTUM, AVERAGE, 2",
    "2, MOMENTUM, AVERAGE, 4",
    "2, MOMENTUM, AVERAGE, 6",
    "2, MOMENTUM, RESTART, 3",
    "2, STEP_SIZE, ROW_WISE, 3",
  })
  void resumesToTheSameBits(int workers, Compensation compensation, Moments moments, int stopped) {
    Plan plan = plan(workers, compensation, moments);
    TrainerCase first =
        keeping(plan)
            .validation(new HashedValidation())
            .failing(FailingRound.always(Fault.Part.TRAIN, stopped));
    assertThrows(RoundFailedException.class, first::fit);
    assertEquals(stopped - 1, first.figures.size());

    TrainerCase again = keeping(plan).validation(new HashedValidation());
    assertArrayEquals(uninterrupted(plan).parameters(), again.fit(), 0f);
    assertEquals(
        stopped > 1, again.messages.get(0).equals("resuming after round " + (stopped - 1)));
    assertEquals(ROUNDS - stopped + 1, again.figures.size());
    assertEquals(stopped, again.figures.get(0).number());
    List<String> bestRounds = new ArrayList<>(bestRounds(first.messages));
    bestRounds.addAll(bestRounds(again.messages));
    assertEquals(uninterrupted(plan).bestRounds(), bestRounds, "the same rounds are the best");
  }

  /**
   * The model is the mean of the rounds from the third; after round 4 it is a mean of two, and the
   * best round so far may or may not be a mean. Nadam's momenta resume too.
   */
  @ParameterizedTest
  @CsvSource({
    "2, MOMENTUM, AVERAGE, 4",
    "2, MOMENTUM, AVERAGE, 6",
    "2, STEP_SIZE, ROW_WISE, 5",
  })
  void resumesTheMeanOfRounds(
      int workers, Compensation compensation, Moments moments, int stopped) {
    Plan averaged =
        plan(workers, compensation, moments)
            .with(Optimization.of(OptimizerKind.NADAM).averagedFrom(3));
    TrainerCase first =
        keeping(averaged)
            .validation(new HashedValidation())
            .failing(FailingRound.always(Fault.Part.TRAIN, stopped));
    assertThrows(RoundFailedException.class, first::fit);
    TrainerCase again = keeping(averaged).validation(new HashedValidation());
    assertArrayEquals(uninterrupted(averaged).parameters(), again.fit(), 0f);
    List<String> bestRounds = new ArrayList<>(bestRounds(first.messages));
    bestRounds.addAll(bestRounds(again.messages));
    assertEquals(uninterrupted(averaged).bestRounds(), bestRounds, "the same rounds are the best");
  }

  /** A round is not kept if its validation fails. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "2, 2"})
  void resumesAfterAFailedValidation(int workers, int time) {
    Plan plan = plan(workers, Compensation.MOMENTUM, Moments.AVERAGE);
    TrainerCase first = keeping(plan).validation(new HashedValidation().failingAt(time));
    assertEquals(
        "stopped on purpose", assertThrows(IllegalStateException.class, first::fit).getMessage());
    TrainerCase again = keeping(plan).validation(new HashedValidation());
    assertArrayEquals(uninterrupted(plan).parameters(), again.fit(), 0f);
    assertEquals("resuming after round " + (2 * time - 1), again.messages.get(0));
  }

  /** Interrupted three times, in rounds 2, 3 and 6. */
  @Test
  void resumesAfterSeveralInterruptions() {
    Plan plan = plan(2, Compensation.MOMENTUM, Moments.AVERAGE);
    for (int stopped : new int[] {2, 3, 6}) {
      TrainerCase killed =
          keeping(plan)
              .validation(new HashedValidation())
              .failing(FailingRound.always(Fault.Part.AVERAGE, stopped));
      assertThrows(RoundFailedException.class, killed::fit);
    }
    TrainerCase last = keeping(plan).validation(new HashedValidation());
    assertArrayEquals(uninterrupted(plan).parameters(), last.fit(), 0f);
    assertEquals(1, last.figures.size());
  }

  /** Killed after the last round, before the model was stored. */
  @Test
  void doesNotRepeatACompletedTraining() {
    Plan plan = plan(2, Compensation.MOMENTUM, Moments.AVERAGE);
    keeping(plan).validation(new HashedValidation()).fit();
    TrainerCase again = keeping(plan).validation(new HashedValidation());
    assertArrayEquals(uninterrupted(plan).parameters(), again.fit(), 0f);
    assertEquals(List.of(), again.figures);
    TrainerCase unmeasured = keeping(plan);
    assertArrayEquals(uninterrupted(plan).parameters(), unmeasured.fit(), 0f);
  }

  /** Patience that has run out stays so after an interruption. */
  @Test
  void resumesPatience() {
    Plan plan = TestTraining.PLAN.withEpochs(9).withEpochsPerValidation(1).withPatience(2);
    double[] metrics = {.3, .2, .1, .9};
    Scripted scripted = new Scripted(metrics, 0);
    float[] expected = trainer(plan).validation(scripted).fit();
    TrainerCase first =
        keeping(plan)
            .validation(new Scripted(metrics, 0))
            .failing(FailingRound.always(Fault.Part.TRAIN, 3));
    assertThrows(RoundFailedException.class, first::fit);
    TrainerCase again = keeping(plan).validation(new Scripted(metrics, 2));
    assertArrayEquals(expected, again.fit(), 0f);
    assertEquals(1, again.figures.size());
    assertTrue(
        again.messages.get(2).startsWith("stopped after 2 validations"), again.messages.get(2));
  }

  /** Returns metrics in order, starting from one of them. */
  private static final class Scripted implements Validation {
    private final double[] metrics;
    private int next;

    Scripted(double[] metrics, int first) {
      this.metrics = metrics;
      this.next = first;
    }

    @Override
    public String metric() {
      return "ndcg@100";
    }

    @Override
    public double measure(Parameters parameters) {
      return metrics[next++];
    }
  }
}
