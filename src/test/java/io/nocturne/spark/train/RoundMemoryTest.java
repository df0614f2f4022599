package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.nn.Optimization;
import io.nocturne.nn.OptimizerKind;
import io.nocturne.nn.Plan;
import io.nocturne.nn.SampledSoftmax;
import org.junit.jupiter.api.Test;

/** What the optimizer and the mean of rounds add, with one worker, which sends its whole state. */
class RoundMemoryTest {
  private static final long BYTES = Float.BYTES * TrainerCase.WIDE.parameters();

  private static RoundMemory memory(Optimization optimization) {
    Plan plan = new Plan(9, 1, 1, 16, .01, 0, SampledSoftmax.OFF).with(optimization);
    return RoundMemory.of(TrainerCase.WIDE, new TrainSettings(plan, 2, 1), 60, 480);
  }

  @Test
  void anOptimizerOfOneArrayNeedsLess() {
    RoundMemory adam = memory(Optimization.of(OptimizerKind.ADAM));
    for (OptimizerKind kind : new OptimizerKind[] {OptimizerKind.SGD, OptimizerKind.ADAGRAD}) {
      RoundMemory less = memory(Optimization.of(kind));
      assertEquals(BYTES, adam.state() - less.state());
      assertEquals(BYTES, adam.worker() - less.worker());
      assertEquals(3 * BYTES, adam.driver() - less.driver(), "what is sent, twice, and comes back");
    }
    assertEquals(adam, memory(Optimization.of(OptimizerKind.RPROP)));
  }

  @Test
  void theMeanOfRoundsIsOnTheDriver() {
    RoundMemory without = memory(Optimization.of(OptimizerKind.ADAM));
    RoundMemory with = memory(Optimization.of(OptimizerKind.ADAM).averagedFrom(5));
    assertEquals(BYTES, with.driver() - without.driver());
    assertEquals(BYTES, with.together() - without.together());
    assertEquals(without.executor(), with.executor());
    assertEquals(without.state(), with.state(), "it does not travel");
  }
}
