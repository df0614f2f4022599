package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.LearningRate;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.parameter.Phase;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The training of one of several workers before averaging. */
class SeveralWorkersTest {
  /** The histories with numbers equal to {@code worker} modulo 4. */
  private static SparseRows shard(int worker) {
    SparseRowsBuilder shard = SparseRows.builder(WorkerTest.ITEMS);
    for (int row = worker; row < WorkerTest.HISTORIES.rows(); row += 4) {
      int[] items = new int[WorkerTest.HISTORIES.end(row) - WorkerTest.HISTORIES.start(row)];
      float[] weights = new float[items.length];
      for (int k = 0; k < items.length; k++) {
        items[k] = WorkerTest.HISTORIES.index(WorkerTest.HISTORIES.start(row) + k);
        weights[k] = WorkerTest.HISTORIES.value(WorkerTest.HISTORIES.start(row) + k);
      }
      shard.add(items, weights);
    }
    return shard.build();
  }

  private static TrainingState later() {
    TrainingState state = WorkerTest.initial();
    return new TrainingState(state.parameters(), state.optimizer(), 2, 30);
  }

  /** Four workers, with a warm-up over 150 examples of all of them and annealing over 400. */
  private static final Plan OF_FOUR =
      new Plan(9, 1, 1, 40, .01, .01, SampledSoftmax.OFF)
          .with(new Averaging(4, 0, Compensation.STEP_SIZE, Moments.RESTART));

  private static TrainingState ofFour(int number, int epochs) {
    TrainingState state = later();
    SparseRows shard = shard(number);
    float[] counts = RandomHistories.counts(WorkerTest.HISTORIES);
    Compute compute = Compute.on(new ParallelLoop(1));
    try (Worker worker =
        new Worker(WorkerTest.NETWORK, OF_FOUR, number, shard, counts, 150, state, compute)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        worker.epoch(WorkerTest.SEED);
      }
    }
    return state;
  }

  /**
   * Step by step: batches of 40 / sqrt(4), a random stream per worker and epoch, and a schedule by
   * the examples of all four, assuming equal progress in their shards: 30 examples from before,
   * then 150 for each 38 or 37 of its own.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void workerMatchesAPlainLoop(int number) {
    SparseRows shard = shard(number);
    int rows = shard.rows();
    TrainingState expected = later();
    LearningRate rate = new LearningRate(.01, .01 * 4 * Math.sqrt(.5), 150);
    GradientStep step = WorkerTest.step(expected, 20, WorkerTest.adam(rate, expected));
    BatchMaker maker =
        new BatchMaker(shard, WorkerTest.NETWORK.corruption(), new HistoryTargets(), null, false);
    int own = 0;
    for (int epoch = 2; epoch < 5; epoch++) {
      EpochDraws draws = new EpochDraws(WorkerTest.SEED, number, epoch, rows);
      for (int batch = 0; batch < 2; batch++) {
        Batch made = new Batch();
        int to = Math.min(rows, 20 * batch + 20);
        maker.make(draws.order(), 20 * batch, to, draws.batchSeed(batch), made);
        step.run(made, Phase.ALL, draws.noiseSeed(batch), 30 + own * 150 / rows);
        own += to - 20 * batch;
      }
    }
    TrainingState actual = ofFour(number, 3);
    assertArrayEquals(FlatParameters.of(expected), FlatParameters.of(actual), 0f);
    int blocks = WorkerTest.NETWORK.blocks().size();
    assertArrayEquals(
        FlatParameters.joined(blocks, expected.optimizer()::second),
        FlatParameters.joined(blocks, actual.optimizer()::second),
        0f);
    assertEquals(6, actual.optimizer().steps());
    assertEquals(5, actual.epochs());
    assertEquals(30 + 3 * rows, actual.examples(), "only its own examples");
  }

  /** On the same histories, order, masks and noise differ, so that averaging is useful. */
  @Test
  void workersHaveSeparateRandomStreams() {
    int[] first = new EpochDraws(WorkerTest.SEED, 0, 1, 50).order();
    int[] second = new EpochDraws(WorkerTest.SEED, 1, 0, 50).order();
    assertFalse(Arrays.equals(first, second), "worker 1 is not epoch 1");
    TrainingState[] states = {WorkerTest.initial(), WorkerTest.initial()};
    for (int number = 0; number < 2; number++) {
      float[] counts = RandomHistories.counts(WorkerTest.HISTORIES);
      Compute compute = Compute.on(new ParallelLoop(1));
      try (Worker worker =
          new Worker(
              WorkerTest.NETWORK,
              WorkerTest.ALL,
              number,
              WorkerTest.HISTORIES,
              counts,
              150,
              states[number],
              compute)) {
        worker.epoch(WorkerTest.SEED);
      }
    }
    assertFalse(Arrays.equals(FlatParameters.of(states[0]), FlatParameters.of(states[1])));
    TrainingState alone = WorkerTest.initial();
    WorkerTest.train(WorkerTest.ALL, WorkerTest.HISTORIES, alone, 1, 1);
    WorkerTest.assertSame(alone, states[0]);
  }
}
