package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.batch.Targets;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.LearningRate;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.parameter.Phase;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerTest {
  private static final int ITEMS = 700;
  private static final long SEED = 11;

  /** 150 in batches of 70, 70 and 10: more than one block of rows each but the last. */
  private static final SparseRows HISTORIES = RandomHistories.of(4, 150, ITEMS, .02);

  private static final Network NETWORK =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, .4))
          .dense(70, Activation.TANH)
          .gaussianCode(9, new Annealing(.8, 400))
          .dense(20, Activation.SELU)
          .multinomial();

  private static Plan plan(int batch, double learningRate, SampledSoftmax sampled) {
    return new Plan(9, 1, 1, batch, learningRate, .01, sampled);
  }

  private static final Plan ALL = plan(70, .01, SampledSoftmax.OFF);
  private static final Plan SAMPLED = plan(70, .01, new SampledSoftmax(200, .6, .3));

  static Stream<Plan> plans() {
    return Stream.of(ALL, SAMPLED);
  }

  private static TrainingState initial() {
    return initial(ALL);
  }

  private static TrainingState initial(Plan plan) {
    return TrainingState.initial(NETWORK.initialize(2, new ParallelLoop(1)), plan.optimizer());
  }

  /** Resumes from a state and returns the loss of the last epoch. */
  private static double train(
      Plan plan, SparseRows histories, TrainingState state, int threads, int epochs) {
    double loss = Double.NaN;
    try (ParallelLoop loop = new ParallelLoop(threads);
        Worker worker =
            new Worker(
                NETWORK,
                plan,
                histories,
                RandomHistories.counts(histories),
                histories.rows(),
                state,
                Compute.on(loop))) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        loss = worker.epoch(SEED);
      }
    }
    return loss;
  }

  private static void assertSame(TrainingState expected, TrainingState actual) {
    assertArrayEquals(FlatParameters.of(expected), FlatParameters.of(actual), 0f);
    for (int block = 0; block < expected.parameters().size(); block++) {
      assertArrayEquals(expected.optimizer().first(block), actual.optimizer().first(block), 0f);
      assertArrayEquals(expected.optimizer().second(block), actual.optimizer().second(block), 0f);
    }
    assertEquals(expected.optimizer().steps(), actual.optimizer().steps());
    assertEquals(expected.epochs(), actual.epochs());
    assertEquals(expected.examples(), actual.examples());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void theBitsDoNotDependOnTheThreads(Plan plan) {
    TrainingState one = initial(plan);
    double loss = train(plan, HISTORIES, one, 1, 3);
    assertFalse(Arrays.equals(FlatParameters.of(initial(plan)), FlatParameters.of(one)));
    for (int threads = 2; threads <= 4; threads++) {
      TrainingState more = initial(plan);
      assertEquals(loss, train(plan, HISTORIES, more, threads, 3), threads + " threads");
      assertSame(one, more);
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void stoppedAndContinuedIsAsIfNeverStopped(Plan plan) {
    TrainingState through = initial(plan);
    train(plan, HISTORIES, through, 2, 4);
    TrainingState stopped = initial(plan);
    train(plan, HISTORIES, stopped, 2, 1);
    TrainingState stored =
        new TrainingState(
            FlatParameters.blocks(NETWORK.blocks(), FlatParameters.of(stopped)),
            stopped.optimizer().copy(),
            stopped.epochs(),
            stopped.examples());
    train(plan, HISTORIES, stored, 2, 3);
    assertSame(through, stored);
  }

  @Test
  void fitsTheHistories() {
    TrainingState state = initial();
    Plan plan = plan(30, .03, SampledSoftmax.OFF);
    double before = train(plan, HISTORIES, state, 2, 1);
    double after = train(plan, HISTORIES, state, 2, 30);
    assertTrue(after < .9 * before, before + " " + after);
  }

  /** As large as the data, larger, and the largest there is. */
  @ParameterizedTest
  @ValueSource(ints = {150, 151, 1_000_000_000, Integer.MAX_VALUE})
  void aBatchLargerThanTheDataIsAllOfThem(int batch) {
    TrainingState state = initial();
    double loss = train(plan(batch, .01, SampledSoftmax.OFF), HISTORIES, state, 2, 2);
    assertEquals(2, state.optimizer().steps());
    assertEquals(300, state.examples());
    assertTrue(loss > 0);
    TrainingState same = initial();
    train(plan(150, .01, SampledSoftmax.OFF), HISTORIES, same, 2, 2);
    assertSame(same, state);
  }

  @Test
  void nobodyChangesNothing() {
    TrainingState state = initial();
    assertEquals(0, train(ALL, SparseRows.builder(ITEMS).build(), state, 2, 2));
    assertArrayEquals(FlatParameters.of(initial()), FlatParameters.of(state), 0f);
    assertEquals(2, state.epochs());
  }

  @Test
  void aParameterThatIsNoNumberStopsTrainingBeforeAnythingIsChanged() {
    TrainingState state = initial();
    train(ALL, HISTORIES, state, 2, 2);
    NetworkBlocks.of(NETWORK, state.parameters()).layer(4).get(0).floats()[0] = Float.NaN;
    float[] before = FlatParameters.of(state);
    long steps = state.optimizer().steps();
    assertEquals(
        "The loss became NaN in epoch 3. Lower train.learning-rate, or look for extreme"
            + " weights in the input",
        assertThrows(DivergedException.class, () -> train(ALL, HISTORIES, state, 2, 1))
            .getMessage());
    assertArrayEquals(before, FlatParameters.of(state), 0f);
    assertEquals(steps, state.optimizer().steps());
    assertEquals(300, state.examples());
    assertEquals(2, state.epochs());
  }

  private static Optimizer adam(LearningRate rate, TrainingState state) {
    return Optimization.of(OptimizerKind.ADAM).optimizer(rate, .01, state.optimizer());
  }

  private static GradientStep step(TrainingState state, int rows, Optimizer optimizer) {
    NetworkBlocks blocks = NetworkBlocks.of(NETWORK, state.parameters());
    return RecordedStep.step(NETWORK, rows, Compute.on(new ParallelLoop(1)), blocks, optimizer);
  }

  @Test
  void aLearningRateOutOfAllBoundsStopsAtTheFirstStepThatFails() {
    Plan plan = plan(70, 1e30, SampledSoftmax.OFF);
    TrainingState state = initial();
    String message =
        assertThrows(DivergedException.class, () -> train(plan, HISTORIES, state, 2, 1))
            .getMessage();
    assertTrue(message.contains(" in epoch 1. Lower train.learning-rate"), message);
    assertEquals(1, state.optimizer().steps(), "the second step fails");
    assertEquals(70, state.examples());

    TrainingState once = initial();
    EpochDraws draws = new EpochDraws(SEED, 0, 150);
    Batch batch = new Batch();
    new BatchMaker(HISTORIES, NETWORK.corruption(), Targets.HISTORY, null, false)
        .make(draws.order(), 0, 70, draws.batchSeed(0), batch);
    Optimizer adam = adam(LearningRate.constant(1e30), once);
    step(once, 70, adam).run(batch, Phase.ALL, draws.noiseSeed(0), 0);
    assertArrayEquals(FlatParameters.of(once), FlatParameters.of(state), 0f);
  }

  /** The rate rounds to infinity, and so does the only step; its loss was taken before. */
  @Test
  void anEpochNeverEndsWithParametersThatAreNoNumbers() {
    Plan plan = plan(150, 1e39, SampledSoftmax.OFF);
    TrainingState state = initial();
    String message =
        assertThrows(DivergedException.class, () -> train(plan, HISTORIES, state, 2, 1))
            .getMessage();
    assertTrue(
        message.matches("A parameter of [a-z0-9.]+ became .*")
            && message.contains(" in epoch 1. Lower train.learning-rate"),
        message);
  }

  /** The histories whose number is worker mod 4. */
  private static SparseRows shard(int worker) {
    SparseRowsBuilder shard = SparseRows.builder(ITEMS);
    for (int row = worker; row < HISTORIES.rows(); row += 4) {
      int[] items = new int[HISTORIES.end(row) - HISTORIES.start(row)];
      float[] weights = new float[items.length];
      for (int k = 0; k < items.length; k++) {
        items[k] = HISTORIES.index(HISTORIES.start(row) + k);
        weights[k] = HISTORIES.value(HISTORIES.start(row) + k);
      }
      shard.add(items, weights);
    }
    return shard.build();
  }

  private static TrainingState later() {
    TrainingState state = initial();
    return new TrainingState(state.parameters(), state.optimizer(), 2, 30);
  }

  /** Four workers: warmed up over 150 examples of all, annealed over 400. */
  private static final Plan OF_FOUR =
      new Plan(9, 1, 1, 40, .01, .01, SampledSoftmax.OFF)
          .with(new Averaging(4, 0, Compensation.STEP_SIZE, Moments.RESTART));

  private static TrainingState ofFour(int number, int epochs) {
    TrainingState state = later();
    SparseRows shard = shard(number);
    float[] counts = RandomHistories.counts(HISTORIES);
    Compute compute = Compute.on(new ParallelLoop(1));
    try (Worker worker = new Worker(NETWORK, OF_FOUR, number, shard, counts, 150, state, compute)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        worker.epoch(SEED);
      }
    }
    return state;
  }

  /**
   * Step by step: batches of 40 / sqrt(4), streams of its own for each worker and epoch, and a
   * schedule by the examples of all four, who are taken to be as far with their shards: 30 from
   * before, and 150 for each 38 or 37 of its own.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void oneOfSeveralWorkers(int number) {
    SparseRows shard = shard(number);
    int rows = shard.rows();
    TrainingState expected = later();
    LearningRate rate = new LearningRate(.01, .01 * 4 * Math.sqrt(.5), 150);
    GradientStep step = step(expected, 20, adam(rate, expected));
    BatchMaker maker = new BatchMaker(shard, NETWORK.corruption(), Targets.HISTORY, null, false);
    int own = 0;
    for (int epoch = 2; epoch < 5; epoch++) {
      EpochDraws draws = new EpochDraws(SEED, number, epoch, rows);
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
    int blocks = NETWORK.blocks().size();
    assertArrayEquals(
        FlatParameters.joined(blocks, expected.optimizer()::second),
        FlatParameters.joined(blocks, actual.optimizer()::second),
        0f);
    assertEquals(6, actual.optimizer().steps());
    assertEquals(5, actual.epochs());
    assertEquals(30 + 3 * rows, actual.examples(), "its own only");
  }

  /** On the same histories: order, masks and noise differ, which is what averaging them is for. */
  @Test
  void workersDrawFromStreamsOfTheirOwn() {
    int[] first = new EpochDraws(SEED, 0, 1, 50).order();
    int[] second = new EpochDraws(SEED, 1, 0, 50).order();
    assertFalse(Arrays.equals(first, second), "worker 1 is not epoch 1");
    TrainingState[] states = {initial(), initial()};
    for (int number = 0; number < 2; number++) {
      float[] counts = RandomHistories.counts(HISTORIES);
      Compute compute = Compute.on(new ParallelLoop(1));
      try (Worker worker =
          new Worker(NETWORK, ALL, number, HISTORIES, counts, 150, states[number], compute)) {
        worker.epoch(SEED);
      }
    }
    assertFalse(Arrays.equals(FlatParameters.of(states[0]), FlatParameters.of(states[1])));
    TrainingState alone = initial();
    train(ALL, HISTORIES, alone, 1, 1);
    assertSame(alone, states[0]);
  }
}
