package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.Kernels;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.layer.ExponentialAverage;
import io.nocturne.nn.layer.Recurrent;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepWorkTest {
  private static final int ITEMS = 2000;
  private static final int BATCH = 60;

  /** All batches are full. */
  private static final SparseRows HISTORIES = RandomHistories.of(3, 5 * BATCH, ITEMS, .01);

  private static final Network NETWORK =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, .5))
          .dense(50, Activation.TANH)
          .gaussianCode(20, new Annealing(1, 0))
          .dense(40, Activation.TANH)
          .multinomial();

  private static Plan plan(int batch, int negatives, boolean lazy) {
    OptimizerKind kind = lazy ? OptimizerKind.LAZY_ADAM : OptimizerKind.ADAM;
    return new Plan(1, 1, 1, batch, .01, 0, new SampledSoftmax(negatives, 0, 1))
        .with(Optimization.of(kind));
  }

  /** 10 items, 3 units, 5 units, and 5 rows of 2 items each. */
  @Test
  void byHand() {
    Network network =
        Network.over(10).dense(3, Activation.TANH).dense(5, Activation.TANH).code().multinomial();
    StepWork work = StepWork.of(network, plan(99, 0, false), 5, 2);
    assertEquals(6 * 5 * (3 * 5 + 5 * 10), work.products());
    assertEquals(5 * 2 * 3, work.inputs());
    assertEquals(10 * 3 + 3 + 3 * 5 + 5 + 5 * 10 + 10, work.updates());
    assertEquals(1950 + 60, work.operations());
    assertEquals(24 * 113 + 4 * 30, work.bytes());
  }

  /** One row with 4 of 10 items, of which a quarter is kept, and 2 draws among the others. */
  @Test
  void byHandWithCandidatesAndDropout() {
    Network network =
        Network.over(10)
            .corrupted(new Corruption(false, .75))
            .dense(3, Activation.TANH)
            .code()
            .multinomial();
    StepWork lazy = StepWork.of(network, plan(1, 2, true), 1, 4);
    double candidates = 10 - 6 * .9 * .9;
    assertEquals(6 * 3 * candidates, lazy.products(), 1e-9);
    assertEquals(3, lazy.inputs());
    assertEquals(3 * candidates + candidates + 1 * 3 + 3, lazy.updates(), 1e-9);
    StepWork dense = StepWork.of(network, plan(1, 2, false), 1, 4);
    assertEquals(lazy.products(), dense.products());
    assertEquals(network.parameters(), dense.updates());
  }

  /** Every item occurs: all parameters have gradients, and there are no negatives. */
  @Test
  void historiesOfAllItems() {
    Network network = Network.over(10).dense(3, Activation.TANH).code().multinomial();
    StepWork work = StepWork.of(network, plan(4, 2, true), 4, 10);
    assertEquals(6 * 4 * 3 * 10, work.products());
    assertEquals(network.parameters(), work.updates());
  }

  @ParameterizedTest
  @CsvSource({
    "0, ADAM, false",
    "0, LAZY_ADAM, true",
    "150, LAZY_ADAM, true",
    "150, ADAM, false",
    "150, SGD, false",
    "150, ADAGRAD, true",
  })
  void matchesAWorker(int negatives, OptimizerKind kind, boolean rests) {
    CountingSgemm sgemm = new CountingSgemm();
    CountedUpdates updates = new CountedUpdates();
    Plan plan = plan(BATCH, negatives, false).with(Optimization.of(kind));
    TrainingState state = TrainingState.initial(NETWORK.initialize(1, new ParallelLoop(1)), kind);
    try (ParallelLoop loop = new ParallelLoop(2);
        Worker worker =
            new Worker(
                NETWORK,
                plan,
                HISTORIES,
                RandomHistories.counts(HISTORIES),
                HISTORIES.rows(),
                state,
                new Compute(loop, sgemm, updates.around(Kernels.get())))) {
      worker.epoch(7);
    }
    long steps = state.optimizer().steps();
    assertEquals(5, steps);
    double entries = (double) HISTORIES.nonZeros() / HISTORIES.rows();
    StepWork work = StepWork.of(NETWORK, plan, BATCH, entries);
    assertEquals(1, sgemm.operations() / (steps * work.products()), .05);
    assertEquals(1, updates.parameters() / (steps * work.updates()), .05);
    assertEquals(1 + kind.arrays(), work.arrays());
    assertTrue(!rests || work.updates() < .8 * NETWORK.parameters());
  }

  /** 5 rows of 2 items each have 10 positions. */
  @Test
  void byHandWithSequences() {
    Network network =
        Network.over(10)
            .first(new ExponentialAverage(10, 3, .5))
            .then(new Recurrent(3, 4))
            .code()
            .nextItems(1)
            .multinomial();
    StepWork work = StepWork.of(network, plan(99, 0, false), 5, 2);
    assertEquals(6 * 10 * (3 * 4 + 4 * 4 + 4 * 10), work.products());
    assertEquals(5 * 2 * 3, work.inputs());
    assertEquals(network.parameters(), work.updates());
    assertEquals(30 + 12 + 16 + 4 + 40 + 10, network.parameters());
  }

  /** 5 rows of 2 items each with 3 draws per item: 40 targets of 3 units. */
  @Test
  void byHandWithTargetsOnly() {
    Network network =
        Network.over(100).negatives(3).dense(3, Activation.TANH).code().logisticTargets();
    StepWork work = StepWork.of(network, plan(99, 0, false), 5, 2);
    assertEquals(6 * 40 * 3, work.products());
  }

  @Test
  void matchesAWorkerOnSequences() {
    Network network =
        Network.over(ITEMS)
            .first(new ExponentialAverage(ITEMS, 20, .5))
            .dense(30, Activation.TANH)
            .code()
            .nextItems(1)
            .multinomial();
    CountingSgemm sgemm = new CountingSgemm();
    Plan plan = plan(BATCH, 0, false);
    TrainingState state = TrainingState.initial(network.initialize(1, new ParallelLoop(1)));
    float[] counts = RandomHistories.counts(HISTORIES);
    try (ParallelLoop loop = new ParallelLoop(2);
        Worker worker =
            new Worker(
                network,
                plan,
                HISTORIES,
                counts,
                HISTORIES.rows(),
                state,
                new Compute(loop, sgemm, Kernels.get()))) {
      worker.epoch(7);
    }
    double entries = (double) HISTORIES.nonZeros() / HISTORIES.rows();
    StepWork work = StepWork.of(network, plan, BATCH, entries);
    assertEquals(1, sgemm.operations() / (5 * work.products()), .01);
  }
}
