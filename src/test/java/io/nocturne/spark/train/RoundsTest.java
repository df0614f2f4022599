package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.Parameters;
import io.nocturne.nn.AdamState;
import io.nocturne.nn.Plan;
import io.nocturne.nn.SampledSoftmax;
import io.nocturne.nn.TrainingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rounds whose one parameter is their number, learnt in 3 seconds from 600 examples an epoch. */
class RoundsTest {
  private long nanos;
  private final List<String> told = new ArrayList<>();

  private Rounds rounds(int epochs, int perRound, int patience, double... metrics) {
    Plan plan = new Plan(epochs, perRound, patience, 8, .1, 0, SampledSoftmax.OFF);
    Validation validation =
        new Validation() {
          @Override
          public String metric() {
            return "ndcg@100";
          }

          @Override
          public double measure(Parameters parameters) {
            return metrics[(int) parameters.flat()[0] - 1];
          }
        };
    return new Rounds(
        plan,
        metrics.length > 0 ? Optional.of(validation) : Optional.empty(),
        () -> nanos,
        round -> {},
        told::add);
  }

  private RoundResult result(int round, int epochs, int epochsOfRound) {
    nanos += 3_000_000_000L * epochsOfRound;
    AdamState adam = new AdamState(new float[] {5}, new float[] {6}, 7L * epochs);
    TrainingState state = new TrainingState(new float[] {round}, adam, epochs, 600L * epochs);
    long examples = 600L * epochsOfRound;
    RoundReport report =
        RoundReport.of(state, examples, 3.0 * epochsOfRound, 10.0 / round, "BLAS", "; no Vector");
    return new RoundResult(report, StateBlocks.of(state).blocks());
  }

  /** Runs to the end and returns how many epochs each round had. */
  private List<Integer> run(Rounds rounds) {
    List<Integer> epochs = new ArrayList<>();
    int sum = 0;
    while (rounds.goOn()) {
      int next = rounds.epochsOfNext();
      epochs.add(next);
      sum += next;
      StateBlocks state = rounds.completed(result(epochs.size(), sum, next));
      assertEquals(epochs.size(), state.open().theta()[0], "the state goes on");
      assertEquals(sum, state.open().epochs());
      assertEquals(7 * sum, state.open().optimizer().steps());
      assertEquals(600 * sum, state.open().examples());
    }
    return epochs;
  }

  private static void assertBest(int round, Rounds rounds) {
    assertArrayEquals(new float[] {round}, rounds.best().flat());
  }

  @Test
  void withoutValidationTheLastRoundIsTheBest() {
    Rounds rounds = rounds(5, 2, 1);
    assertEquals(List.of(2, 2, 1), run(rounds), "the last one has what is left");
    assertBest(3, rounds);
    assertEquals(
        List.of(
            "learning with BLAS; no Vector",
            "round 1 of 3 (epoch 2 of 5): loss 10.000, 200 examples/s, at most 9 s left",
            "round 2 of 3 (epoch 4 of 5): loss 5.000, 200 examples/s, at most 3 s left",
            "round 3 of 3 (epoch 5 of 5): loss 3.333, 200 examples/s, at most 0 s left"),
        told);
  }

  @Test
  void whenPatienceEndsTheBestRoundIsKept() {
    Rounds rounds = rounds(100, 1, 2, .1, .3, .25, .3, .9);
    assertEquals(List.of(1, 1, 1, 1), run(rounds), "as good is not better");
    assertBest(2, rounds);
    assertEquals(
        "round 3 of 100 (epoch 3 of 100): loss 3.333, validation ndcg@100 0.2500 (best 0.3000,"
            + " round 2), 200 examples/s, at most 5 min left",
        told.get(3));
    assertEquals("stopped after 2 rounds without a better ndcg@100 (train.patience)", told.get(5));
    assertEquals(6, told.size());
  }

  @Test
  void aBetterRoundRenewsPatience() {
    Rounds rounds = rounds(6, 1, 2, .1, .05, .2, .15, .3, .2);
    assertEquals(6, run(rounds).size());
    assertBest(5, rounds);
    assertFalse(told.get(told.size() - 1).startsWith("stopped"), "it came to its end");
  }

  /** A metric that cannot be computed must not leave a model without parameters. */
  @Test
  void whereNoMetricIsANumberTheFirstRoundIsKept() {
    Rounds rounds = rounds(9, 1, 2, Double.NaN, Double.NaN, Double.NaN);
    assertEquals(3, run(rounds).size());
    assertBest(1, rounds);
    Rounds later = rounds(3, 1, 9, Double.NaN, .1, .05);
    run(later);
    assertBest(2, later);
  }

  @Test
  void aFailureKeepsTheBestOfTheRoundsBefore() {
    Rounds rounds = rounds(9, 1, 9, .1, .3, .2);
    for (int round = 1; round <= 3; round++) {
      rounds.completed(result(round, round, 1));
    }
    RoundResult failed = new RoundResult(RoundReport.ofFailure("The loss became NaN"), List.of());
    TrainingFailedException thrown =
        assertThrows(TrainingFailedException.class, () -> rounds.completed(failed));
    assertEquals("Round 4: The loss became NaN. Round 2 is kept as the model", thrown.getMessage());
    assertArrayEquals(new float[] {2}, thrown.lastGood().orElseThrow().flat());
  }

  @Test
  void aFailureOfTheFirstRoundHasNothingToKeep() {
    RoundResult failed = new RoundResult(RoundReport.ofFailure("no"), List.of());
    TrainingFailedException thrown =
        assertThrows(TrainingFailedException.class, () -> rounds(9, 1, 9).completed(failed));
    assertTrue(thrown.lastGood().isEmpty());
    assertEquals("Round 1: no. No round was completed", thrown.getMessage());
  }
}
