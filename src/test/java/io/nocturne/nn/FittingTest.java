package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every optimizer fits histories of two kinds of users, who have one half of the items each. */
class FittingTest {
  private static final int ITEMS = 20;
  private static final int USERS = 40;
  private static final Network NETWORK =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, 0))
          .dense(6, Activation.TANH)
          .multinomial();

  private static SparseRows histories() {
    var histories = SparseRows.builder(ITEMS);
    for (int user = 0; user < USERS; user++) {
      int[] items = new int[ITEMS / 2];
      for (int k = 0; k < items.length; k++) {
        items[k] = (user % 2) * items.length + k;
      }
      histories.add(items);
    }
    return histories.build();
  }

  /** The loss per item: the optimum is that of drawing one of ten items. */
  @ParameterizedTest
  @CsvSource({
    "ADAM, .05, 0",
    "LAZY_ADAM, .05, 0",
    "NADAM, .05, 0",
    "SGD, .02, 0",
    "SGD, .02, .5",
    "ADAGRAD, .3, 0",
    "RPROP, .01, 0",
  })
  void eachOptimizerFits(OptimizerKind kind, double rate, double clip) {
    SparseRows histories = histories();
    Plan plan =
        new Plan(60, 1, 1, USERS, rate, 0, SampledSoftmax.OFF)
            .with(Optimization.of(kind).clippedTo(clip));
    TrainingState state = TrainingState.initial(NETWORK.initialize(3, new ParallelLoop(1)), kind);
    Compute compute = Compute.on(new ParallelLoop(1));
    float[] counts = RandomHistories.counts(histories);
    try (Worker worker = new Worker(NETWORK, plan, histories, counts, USERS, state, compute)) {
      double first = worker.epoch(1);
      double last = first;
      for (int epoch = 1; epoch < plan.epochs(); epoch++) {
        last = worker.epoch(1);
      }
      double before = 10 * Math.log(ITEMS);
      double best = 10 * Math.log(ITEMS / 2.0);
      assertEquals(before, first, .1 * before, "untrained");
      assertTrue(last - best < .1 * (before - best), kind + ": " + last);
    }
  }
}
