package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.ExponentialAverage;
import io.nocturne.nn.layer.Recurrent;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training of sequence networks. The items form a circle; every history follows it in single steps,
 * half of the histories upwards and half downwards, so that the next item depends on the order
 * only.
 */
class NextItemTrainingTest {
  private static final int ITEMS = 20;
  private static final int USERS = 120;
  private static final int LENGTH = 6;
  private static final long SEED = 3;

  private static final Network SEQUENCE =
      Network.over(ITEMS)
          .first(new ExponentialAverage(ITEMS, 24, .7))
          .code()
          .nextItems(1)
          .multinomial();

  private static final Network RECURRENT =
      Network.over(ITEMS)
          .first(new ExponentialAverage(ITEMS, 16, 1))
          .then(new Recurrent(16, 24))
          .code()
          .nextItems(1)
          .multinomial();

  private static final Network BAG =
      Network.over(ITEMS).dense(24, Activation.TANH).code().multinomial();

  private static int item(int first, int steps, boolean upwards) {
    return Math.floorMod(first + (upwards ? steps : -steps), ITEMS);
  }

  private static int[] history(int first, int length, boolean upwards) {
    int[] items = new int[length];
    for (int k = 0; k < length; k++) {
      items[k] = item(first, k, upwards);
    }
    return items;
  }

  /** The histories of every {@code workers}-th user, starting from {@code worker}. */
  private static SparseRows shard(int worker, int workers) {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (int user = worker; user < USERS; user += workers) {
      rows.add(history(user / 2, LENGTH, user % 2 == 0));
    }
    return rows.build();
  }

  private static Plan plan(int negatives, OptimizerKind kind) {
    SampledSoftmax sampled = new SampledSoftmax(negatives, 0, 1);
    return new Plan(100, 1, 1, 16, .02, 0, sampled).with(Optimization.of(kind));
  }

  private static TrainingState initial(Network network, Plan plan) {
    return TrainingState.initial(network.initialize(SEED, new ParallelLoop(1)), plan.optimizer());
  }

  /** Returns the loss of the last epoch. */
  private static double train(
      Network network, Plan plan, int worker, SparseRows shard, TrainingState state, int epochs) {
    float[] counts = RandomHistories.counts(shard(0, 1));
    double loss = Double.NaN;
    try (ParallelLoop loop = new ParallelLoop(2);
        Worker trainer =
            new Worker(network, plan, worker, shard, counts, USERS, state, Compute.on(loop))) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        loss = trainer.epoch(SEED);
      }
    }
    return loss;
  }

  /** The share of histories of four items, in both directions, with the next item ranked first. */
  private static double hits(Network network, List<BlockArray> parameters) {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (int first = 0; first < ITEMS; first++) {
      rows.add(history(first, 4, true));
      rows.add(history(first, 4, false));
    }
    SparseRows histories = rows.build();
    float[] scores = new float[histories.rows() * ITEMS];
    new Inference(network, Parameters.of(parameters), Compute.on(new ParallelLoop(1)))
        .score(histories, scores);
    int hits = 0;
    for (int row = 0; row < histories.rows(); row++) {
      for (int k = histories.start(row); k < histories.end(row); k++) {
        scores[row * ITEMS + histories.index(k)] = Float.NEGATIVE_INFINITY; // in the history
      }
      hits += best(scores, row) == item(row / 2, 4, row % 2 == 0) ? 1 : 0;
    }
    return (double) hits / histories.rows();
  }

  private static int best(float[] scores, int row) {
    int best = 0;
    for (int item = 1; item < ITEMS; item++) {
      best = scores[row * ITEMS + item] > scores[row * ITEMS + best] ? item : best;
    }
    return best;
  }

  @ParameterizedTest
  @CsvSource({"0, ADAM", "6, LAZY_ADAM", "0, ADAGRAD"})
  void ranksTheNextItemFirst(int negatives, OptimizerKind kind) {
    Plan plan = plan(negatives, kind);
    TrainingState state = initial(SEQUENCE, plan);
    assertTrue(hits(SEQUENCE, state.parameters()) < .5, "before training");
    train(SEQUENCE, plan, 0, shard(0, 1), state, kind == OptimizerKind.ADAGRAD ? 300 : 60);
    assertEquals(1, hits(SEQUENCE, state.parameters()));
  }

  @Test
  void trainsAHiddenSequenceLayer() {
    Plan plan = plan(0, OptimizerKind.ADAM);
    TrainingState state = initial(RECURRENT, plan);
    train(RECURRENT, plan, 0, shard(0, 1), state, 60);
    assertEquals(1, hits(RECURRENT, state.parameters()));
  }

  /** It has the same code for both directions, so it is wrong for one of them. */
  @Test
  void bagOfItemsFails() {
    Plan plan = plan(0, OptimizerKind.ADAM);
    TrainingState state = initial(BAG, plan);
    train(BAG, plan, 0, shard(0, 1), state, 60);
    assertTrue(hits(BAG, state.parameters()) <= .5);
  }

  /** In rounds of one epoch, after which both continue with the mean. */
  @Test
  void averagingTwoWorkersTrains() {
    Plan plan = plan(0, OptimizerKind.ADAM);
    List<BlockShape> shapes = SEQUENCE.blocks();
    List<Map<String, float[]>> sent = new ArrayList<>();
    TrainingState[] states = {initial(SEQUENCE, plan), initial(SEQUENCE, plan)};
    for (int round = 0; round < 80; round++) {
      sent.clear();
      for (int worker = 0; worker < 2; worker++) {
        train(SEQUENCE, plan, worker, shard(worker, 2), states[worker], 1);
        Map<String, float[]> arrays = new HashMap<>();
        states[worker]
            .parameters()
            .forEach(block -> arrays.put(block.shape().name(), block.floats()));
        arrays.putAll(Moments.AVERAGE.sent(shapes, OptimizerKind.ADAM, states[worker].optimizer()));
        sent.add(arrays);
      }
      Map<String, float[]> means = means(sent.get(0), sent.get(1));
      for (int worker = 0; worker < 2; worker++) {
        states[worker] = state(means, states[worker]);
      }
    }
    assertEquals(1, hits(SEQUENCE, states[0].parameters()));
  }

  private static Map<String, float[]> means(
      Map<String, float[]> first, Map<String, float[]> second) {
    Map<String, float[]> means = new HashMap<>();
    first.forEach(
        (name, floats) -> {
          float[] mean = floats.clone();
          for (int k = 0; k < mean.length; k++) {
            mean[k] = (mean[k] + second.get(name)[k]) / 2;
          }
          means.put(name, mean);
        });
    return means;
  }

  private static TrainingState state(Map<String, float[]> means, TrainingState before) {
    List<BlockShape> shapes = SEQUENCE.blocks();
    float[] flat =
        FlatParameters.joined(shapes.size(), block -> means.get(shapes.get(block).name()));
    OptimizerState optimizer =
        Moments.AVERAGE.received(shapes, OptimizerKind.ADAM, means, before.optimizer().steps());
    return new TrainingState(
        FlatParameters.blocks(shapes, flat), optimizer, before.epochs(), before.examples());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void bitsDoNotDependOnThreads(int threads) {
    Plan plan = plan(6, OptimizerKind.LAZY_ADAM);
    TrainingState two = initial(RECURRENT, plan);
    train(RECURRENT, plan, 0, shard(0, 1), two, 2);
    TrainingState other = initial(RECURRENT, plan);
    float[] counts = RandomHistories.counts(shard(0, 1));
    try (ParallelLoop loop = new ParallelLoop(threads);
        Worker worker =
            new Worker(RECURRENT, plan, shard(0, 1), counts, USERS, other, Compute.on(loop))) {
      worker.epoch(SEED);
      worker.epoch(SEED);
    }
    assertArrayEquals(FlatParameters.of(two), FlatParameters.of(other), 0f);
  }
}
