package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.Validation;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.train.round.Round;
import io.nocturne.spark.train.round.RoundReport;
import io.nocturne.spark.train.round.RoundResult;
import io.nocturne.spark.train.state.BlockBytes;
import io.nocturne.spark.train.state.StateBlocks;
import io.nocturne.spark.train.state.TestLayouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final NumberedRounds numbered = new NumberedRounds();
  private final List<Round> figures = numbered.figures;
  private final List<String> messages = numbered.messages;

  /** The name of the metric; for rmse, lower is better. */
  private String metric = "ndcg@100";

  private Rounds rounds(int epochs, int perRound, int patience, double... metrics) {
    Plan plan =
        TestTraining.PLAN
            .withEpochs(epochs)
            .withEpochsPerValidation(perRound)
            .withPatience(patience)
            .withBatch(8)
            .withLearningRate(.1);
    Validation validation =
        new Validation() {
          @Override
          public String metric() {
            return metric;
          }

          @Override
          public boolean lowerIsBetter() {
            return metric.equals("rmse");
          }

          @Override
          public double measure(Parameters parameters) {
            return metrics[(int) FlatParameters.of(parameters)[0] - 1];
          }
        };
    return numbered.of(plan, metrics.length > 0 ? Optional.of(validation) : Optional.empty());
  }

  private static RoundResult failure(String message) {
    TrainingState state = TrainingState.initial(List.of());
    return RoundResult.of(
        List.of(
            new RoundReport(0, "0", 600, state, 1, 0, 1, null),
            new RoundReport(1, "0", 0, state, Double.NaN, 0, 0, message)));
  }

  private static void assertBest(int round, Rounds rounds) {
    assertArrayEquals(new float[] {round}, FlatParameters.of(rounds.best()));
  }

  @Test
  void lastRoundIsBestWithoutValidation() {
    Rounds rounds = rounds(5, 2, 1);
    assertEquals(List.of(2, 2, 1), numbered.run(rounds), "the last round has the rest");
    assertBest(3, rounds);
    String first =
        "round 1 (epoch 2 of 5): loss 10.000, 200 examples/s; sending 0.75 s, training 6.00 s,"
            + " averaging 1.00 s; 4.0 MB down, 2.0 MB up, at most 9 s left";
    assertEquals(first, messages.get(0));
    assertTrue(messages.get(1).startsWith("round 2 (epoch 4 of 5): loss 5.000, "), messages.get(1));
    assertTrue(messages.get(1).endsWith(", at most 3 s left"), messages.get(1));
    assertTrue(messages.get(2).startsWith("round 3 (epoch 5 of 5): loss 3.333, "), messages.get(2));
    assertTrue(messages.get(2).endsWith(", at most 0 s left"), messages.get(2));
    assertEquals(3, messages.size());
  }

  @Test
  void figuresOfARound() {
    numbered.run(rounds(2, 1, 1, .5, .25));
    assertEquals(2, figures.size());
    Round round = figures.get(1);
    assertEquals(2, round.number());
    assertEquals(2, round.epoch());
    assertEquals(5, round.loss());
    assertEquals(.25, round.metric().orElseThrow());
    assertEquals(new Round.Seconds(.75, 3, 1, 0), round.seconds());
    assertEquals(4.75, round.seconds().round());
    assertEquals(4_000_000, round.bytesDown());
    assertEquals(2_000_000, round.bytesUp());
    assertEquals(600, round.examples());
    assertEquals(200, round.examplesPerSecond());
    assertEquals(1, round.workers());
    assertEquals(1, round.imbalance());
    assertEquals(1, round.agreement());
  }

  @Test
  void keepsTheBestRoundWhenPatienceEnds() {
    Rounds rounds = rounds(100, 1, 2, .1, .3, .25, .3, .9);
    assertEquals(List.of(1, 1, 1, 1), numbered.run(rounds), "equal is not better");
    assertBest(2, rounds);
    assertTrue(
        messages.get(2).startsWith("round 3 (epoch 3 of 100): loss 3.333, "), messages.get(2));
    assertTrue(
        messages
            .get(2)
            .endsWith(", validation ndcg@100 0.2500 (best 0.3000, round 2), at most 5 min left"),
        messages.get(2));
    assertEquals(
        "stopped after 2 validations without a better ndcg@100 (train.patience)", messages.get(4));
    assertEquals(5, messages.size());
  }

  @Test
  void betterRoundRenewsPatience() {
    Rounds rounds = rounds(6, 1, 2, .1, .05, .2, .15, .3, .2);
    assertEquals(6, numbered.run(rounds).size());
    assertBest(5, rounds);
    assertFalse(messages.get(messages.size() - 1).startsWith("stopped"), "it ran to the end");
  }

  /** A metric that cannot be computed must not leave a model without parameters. */
  @Test
  void keepsTheFirstRoundIfAllMetricsAreNaN() {
    Rounds rounds = rounds(9, 1, 2, Double.NaN, Double.NaN, Double.NaN);
    assertEquals(3, numbered.run(rounds).size());
    assertBest(1, rounds);
    Rounds later = rounds(3, 1, 9, Double.NaN, .1, .05);
    numbered.run(later);
    assertBest(2, later);
  }

  @Test
  void failureKeepsTheBestEarlierRound() {
    Rounds rounds = rounds(9, 1, 9, .1, .3, .2);
    StateBlocks state = NumberedRounds.initial();
    for (int round = 1; round <= 3; round++) {
      state = numbered.complete(rounds, state, 1);
    }
    RoundResult failed = failure("The loss became NaN");
    TrainingFailedException thrown =
        assertThrows(TrainingFailedException.class, () -> rounds.requireSuccess(failed));
    assertEquals("Round 4: The loss became NaN. Round 2 is kept as the model", thrown.getMessage());
    assertArrayEquals(new float[] {2}, FlatParameters.of(thrown.lastGood().orElseThrow()));
  }

  @Test
  void failureOfTheFirstRoundKeepsNothing() {
    RoundResult failed = failure("no");
    TrainingFailedException thrown =
        assertThrows(TrainingFailedException.class, () -> rounds(9, 1, 9).requireSuccess(failed));
    assertTrue(thrown.lastGood().isEmpty());
    assertEquals("Round 1: no. No round was completed", thrown.getMessage());
  }

  /** Two epochs per round and a validation every five: rounds end at validations. */
  @Test
  void roundsEndAtValidations() {
    Averaging averaging = new Averaging(2, 2, Compensation.NONE, Moments.RESTART);
    Plan plan =
        TestTraining.PLAN
            .withEpochs(12)
            .withEpochsPerValidation(5)
            .withPatience(9)
            .withBatch(8)
            .withLearningRate(.1)
            .with(averaging);
    List<Float> measured = new ArrayList<>();
    Validation validation =
        new Validation() {
          @Override
          public String metric() {
            return "ndcg@100";
          }

          @Override
          public double measure(Parameters parameters) {
            measured.add(FlatParameters.of(parameters)[0]);
            return -measured.size();
          }
        };
    Rounds rounds = numbered.of(plan, Optional.of(validation));
    assertEquals(List.of(2, 2, 1, 2, 2, 1, 2), numbered.run(rounds));
    assertEquals(List.of(3f, 6f, 7f), measured, "after 5, 10 and all epochs");
    assertBest(3, rounds);
    assertEquals(2, rounds.bestSoFar().validationsSince());
    assertEquals(
        List.of(3, 6, 7),
        figures.stream().filter(r -> r.metric().isPresent()).map(Round::number).toList());
  }

  @Test
  void lowerErrorsAreBetter() {
    metric = "rmse";
    Rounds rounds = rounds(9, 1, 2, .9, .8, .85, .81, 0);
    numbered.run(rounds);
    assertBest(2, rounds);
    assertEquals(4, rounds.rounds());
    assertTrue(
        messages.get(3).contains("validation rmse 0.8100 (best 0.8000, round 2)"), messages.get(3));
    assertEquals(
        "stopped after 2 validations without a better rmse (train.patience)", messages.get(4));
  }

  @Test
  void restoredRoundsAreCountedButNotTimed() {
    Rounds rounds = rounds(9, 2, 9, 0, 0, .4, .5, .3);
    rounds.restore(2, 4, TestLayouts.of(16, 1));
    rounds.bestSoFar().restore(1, .45, 1, List.of(BlockBytes.of(new float[] {1})));
    assertEquals(3, rounds.next());
    StateBlocks before =
        new StateBlocks(
            NumberedRounds.initial().layout(),
            new StateBlocks.Progress(28, 4, 2400),
            NumberedRounds.initial().blocks());
    StateBlocks after = numbered.complete(rounds, before, rounds.epochsOfNext());
    assertTrue(messages.get(0).startsWith("round 3 (epoch 6 of 9): loss 3.333, "), messages.get(0));
    assertTrue(
        messages.get(0).endsWith("0.4000 (best 0.4500, round 1), at most 9 s left"),
        messages.get(0));
    assertEquals(2, rounds.bestSoFar().validationsSince());
    numbered.complete(rounds, after, rounds.epochsOfNext());
    assertBest(4, rounds);
  }
}
