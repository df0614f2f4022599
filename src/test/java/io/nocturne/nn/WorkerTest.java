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
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.optim.LearningRate;
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
  static final int ITEMS = 700;
  static final long SEED = 11;

  /** 150 in batches of 70, 70 and 10; all but the last have several blocks of rows. */
  static final SparseRows HISTORIES = RandomHistories.of(4, 150, ITEMS, .02);

  static final Network NETWORK =
      Network.over(ITEMS)
          .corrupted(new Corruption(true, .4))
          .dense(70, Activation.TANH)
          .gaussianCode(9, new Annealing(.8, 400))
          .dense(20, Activation.SELU)
          .multinomial();

  private static Plan plan(int batch, double learningRate, SampledSoftmax sampled) {
    return new Plan(9, 1, 1, batch, learningRate, .01, sampled);
  }

  static final Plan ALL = plan(70, .01, SampledSoftmax.OFF);
  private static final Plan SAMPLED = plan(70, .01, new SampledSoftmax(200, .6, .3));

  static Stream<Plan> plans() {
    return Stream.of(ALL, SAMPLED);
  }

  static TrainingState initial() {
    return initial(ALL);
  }

  private static TrainingState initial(Plan plan) {
    return TrainingState.initial(NETWORK.initialize(2, new ParallelLoop(1)), plan.optimizer());
  }

  /** Resumes from a state and returns the loss of the last epoch. */
  static double train(
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

  static void assertSame(TrainingState expected, TrainingState actual) {
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
  void bitsDoNotDependOnThreads(Plan plan) {
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
  void resumesToTheSameBits(Plan plan) {
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

  /** As large as the data, larger, and the largest int. */
  @ParameterizedTest
  @ValueSource(ints = {150, 151, 1_000_000_000, Integer.MAX_VALUE})
  void batchIsLimitedToTheData(int batch) {
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
  void emptyDataChangesNothing() {
    TrainingState state = initial();
    assertEquals(0, train(ALL, SparseRows.builder(ITEMS).build(), state, 2, 2));
    assertArrayEquals(FlatParameters.of(initial()), FlatParameters.of(state), 0f);
    assertEquals(2, state.epochs());
  }

  @Test
  void stopsAtANaNParameterBeforeAnyChange() {
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

  static Optimizer adam(LearningRate rate, TrainingState state) {
    return Optimization.of(OptimizerKind.ADAM).optimizer(rate, .01, state.optimizer());
  }

  static GradientStep step(TrainingState state, int rows, Optimizer optimizer) {
    NetworkBlocks blocks = NetworkBlocks.of(NETWORK, state.parameters());
    return RecordedStep.step(NETWORK, rows, Compute.on(new ParallelLoop(1)), blocks, optimizer);
  }

  @Test
  void stopsAtTheFirstDivergingStep() {
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
    new BatchMaker(HISTORIES, NETWORK.corruption(), new HistoryTargets(), null, false)
        .make(draws.order(), 0, 70, draws.batchSeed(0), batch);
    Optimizer adam = adam(LearningRate.constant(1e30), once);
    step(once, 70, adam).run(batch, Phase.ALL, draws.noiseSeed(0), 0);
    assertArrayEquals(FlatParameters.of(once), FlatParameters.of(state), 0f);
  }

  /** The rate and thus the only step round to infinity; its loss is computed before. */
  @Test
  void epochDoesNotEndWithNaNParameters() {
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
}
