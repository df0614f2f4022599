package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.model.Validation;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.spark.train.round.Round;
import io.nocturne.spark.train.round.RoundReport;
import io.nocturne.spark.train.round.RoundResult;
import io.nocturne.spark.train.round.RoundRunner;
import io.nocturne.spark.train.state.BlockBytes;
import io.nocturne.spark.train.state.BlockMean;
import io.nocturne.spark.train.state.BlockPatch;
import io.nocturne.spark.train.state.StateBlocks;
import io.nocturne.spark.train.state.TestLayouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Rounds with their number as the only parameter; each takes 3 seconds, with 600 examples per
 * epoch.
 */
final class NumberedRounds {
  final List<Round> figures = new ArrayList<>();
  final List<String> messages = new ArrayList<>();
  private long nanos;

  /** Rounds of a plan with or without validation. */
  Rounds of(Plan plan, Optional<Validation> validation) {
    return new Rounds(
        plan, TestLayouts.models(1), support(validation), Optional.empty(), () -> nanos);
  }

  private TrainingSupport support(Optional<Validation> validation) {
    return new TrainingSupport(
        validation, Optional.empty(), OptionalInt.empty(), new FigureLog(figures), messages::add);
  }

  /** The state before the first round: one parameter of 0. */
  static StateBlocks initial() {
    return new StateBlocks(
        TestLayouts.of(16, 1),
        new StateBlocks.Progress(0, 0, 0),
        List.of(BlockBytes.of(new float[1])));
  }

  /** The result of a round of one worker. */
  private RoundRunner.Outcome outcome(StateBlocks before, int round, int epochs) {
    nanos += 3_000_000_000L * epochs;
    long done = (long) before.epochs() + epochs;
    OptimizerState adam = OptimizerState.zero(OptimizerKind.ADAM, List.of());
    TrainingState state =
        new TrainingState(List.of(), adam.after(7 * done, 7 * done), (int) done, 600L * done);
    RoundReport report =
        new RoundReport(0, "0", 600L * epochs, state, 10.0 / round, .5, 3.0 * epochs, null);
    byte[] patch = BlockPatch.between(before.blocks().get(0), BlockBytes.of(new float[] {round}));
    BlockMean mean = new BlockMean(0, patch, 2_000_000, 1, new double[] {1});
    RoundResult result = RoundResult.of(List.of(mean, report));
    return new RoundRunner.Outcome(
        result, result.after(before), .25, 3.0 * epochs + 1.5, 4_000_000);
  }

  /** Runs to the end and returns the number of epochs of each round. */
  List<Integer> run(Rounds rounds) {
    List<Integer> epochs = new ArrayList<>();
    int sum = 0;
    StateBlocks state = initial();
    while (rounds.hasNext()) {
      int next = rounds.epochsOfNext();
      epochs.add(next);
      sum += next;
      assertEquals(epochs.size(), rounds.next());
      state = complete(rounds, state, next);
      assertEquals(epochs.size(), BlockBytes.floats(state.blocks().get(0))[0], "it goes on");
      assertEquals(new StateBlocks.Progress(7L * sum, sum, 600L * sum), state.progress());
    }
    assertEquals(epochs.size(), rounds.rounds());
    return epochs;
  }

  /** Completes the next round and returns the state after it. */
  StateBlocks complete(Rounds rounds, StateBlocks before, int epochs) {
    RoundRunner.Outcome outcome = outcome(before, rounds.next(), epochs);
    rounds.requireSuccess(outcome.result());
    StateBlocks after = outcome.after();
    rounds.completed(outcome, after);
    return after;
  }
}
