package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.nn.Plan;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import org.junit.jupiter.api.Test;

/**
 * The memory of the optimizer and of the mean of rounds, with one worker, which sends its whole
 * state.
 */
class RoundMemoryTest {
  private static final long BYTES = Float.BYTES * TrainerCase.WIDE.parameters();

  private static RoundMemory memory(Optimization optimization) {
    Plan plan =
        TestTraining.PLAN
            .withEpochs(9)
            .withEpochsPerValidation(1)
            .withPatience(1)
            .with(optimization);
    return RoundMemory.of(TrainerCase.WIDE, new TrainSettings(plan, 2, 1), 60, 480);
  }

  @Test
  void optimizerWithOneArrayNeedsLess() {
    RoundMemory adam = memory(Optimization.of(OptimizerKind.ADAM));
    for (OptimizerKind kind : new OptimizerKind[] {OptimizerKind.SGD, OptimizerKind.ADAGRAD}) {
      RoundMemory less = memory(Optimization.of(kind));
      assertEquals(BYTES, adam.state() - less.state());
      assertEquals(BYTES, adam.worker() - less.worker());
      assertEquals(
          3 * BYTES, adam.driver() - less.driver(), "the sent state twice, and the result");
    }
    assertEquals(adam, memory(Optimization.of(OptimizerKind.RPROP)));
  }

  /** With 60 more users, their vectors and moments are sent, and the vectors are in the model. */
  @Test
  void userVectorsAreSentAndKept() {
    Plan plan = TestTraining.PLAN.withEpochs(9).withEpochsPerValidation(1).withPatience(1);
    TrainSettings settings = new TrainSettings(plan, 2, 1);
    RoundMemory some = RoundMemory.of(TrainerCase.USER_VECTORS, settings, 60, 480);
    RoundMemory more = RoundMemory.of(TrainerCase.USER_VECTORS, settings, 120, 960);
    long vectors = 60 * 4 * Float.BYTES;
    assertEquals(3 * vectors, more.state() - some.state());
    assertEquals(3 * 3 * vectors + vectors, more.driver() - some.driver());
    assertTrue(more.worker() - some.worker() >= 3 * vectors);
  }

  @Test
  void meanOfRoundsIsOnTheDriver() {
    RoundMemory without = memory(Optimization.of(OptimizerKind.ADAM));
    RoundMemory with = memory(Optimization.of(OptimizerKind.ADAM).averagedFrom(5));
    assertEquals(BYTES, with.driver() - without.driver());
    assertEquals(BYTES, with.together() - without.together());
    assertEquals(without.executor(), with.executor());
    assertEquals(without.state(), with.state(), "it is not sent");
  }
}
