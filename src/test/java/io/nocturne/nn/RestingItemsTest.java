package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.HistoryTargets;
import io.nocturne.nn.batch.NegativeSampler;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.optim.LearningRate;
import io.nocturne.nn.optim.Optimization;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Phase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps of dense and lazy Adam differ only in items that do not occur. */
class RestingItemsTest {
  private static final int ITEMS = 40;
  private static final int WIDTH = 3;
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));
  private static final Network NETWORK =
      Network.over(ITEMS).dense(WIDTH, Activation.TANH).multinomial();

  private final List<BlockArray> blocks = NETWORK.initialize(1, new ParallelLoop(1));
  private final OptimizerState state =
      OptimizerState.zero(OptimizerKind.LAZY_ADAM, NETWORK.blocks());

  private static Optimizer adam(boolean lazy, double decay, OptimizerState state) {
    return Optimization.of(lazy ? OptimizerKind.LAZY_ADAM : OptimizerKind.ADAM)
        .optimizer(LearningRate.constant(.01), decay, state);
  }

  /** A step on one history; returns its candidates. */
  private int[] step(boolean lazy, double decay, NegativeSampler negatives, int... history) {
    SparseRows rows = SparseRows.builder(ITEMS).add(history).build();
    Batch batch = new Batch();
    new BatchMaker(rows, new Corruption(false, 0), new HistoryTargets(), negatives, false)
        .make(new int[] {0}, 0, 1, 5, batch);
    NetworkBlocks all = NetworkBlocks.of(NETWORK, blocks);
    RecordedStep.step(NETWORK, 1, COMPUTE, all, adam(lazy, decay, state))
        .run(batch, Phase.ALL, 6, 0);
    return batch.candidates() == null
        ? null
        : Arrays.copyOf(batch.candidates(), batch.tiles().columns());
  }

  private float[] theta() {
    return FlatParameters.of(blocks);
  }

  private static float[] inputRow(float[] of, int item) {
    return Arrays.copyOfRange(of, item * WIDTH, (item + 1) * WIDTH);
  }

  @Test
  void lazyAdamSkipsItemsThatDoNotOccur() {
    float[] initial = theta();
    step(true, .5, null, 3, 4);
    float[] after = theta();
    assertArrayEquals(
        inputRow(initial, 7), inputRow(after, 7), "not in a history, and not decayed");
    assertFalse(Arrays.equals(inputRow(initial, 3), inputRow(after, 3)));
    step(true, .5, null, 4, 7);
    assertArrayEquals(inputRow(after, 3), inputRow(theta(), 3), "in the previous step");
    assertFalse(Arrays.equals(inputRow(after, 7), inputRow(theta(), 7)));
    assertEquals(2, state.steps());
  }

  /**
   * With gradient g in the first step and 0 in the second: m = .9 .1 g over 1 - .9^2 = .19 and v =
   * .999 .001 g^2 over 1 - .999^2 = .001999 give a step of .09 / .19 / sqrt(.000999 / .001999) =
   * .67005 of the first one, which was the rate.
   */
  @Test
  void denseAdamMovesThemByMomentum() {
    float[] initial = theta();
    step(false, 0, null, 3, 4);
    float[] after = theta();
    assertArrayEquals(inputRow(initial, 7), inputRow(after, 7), "not in a history, so no momentum");
    step(false, 0, null, 4, 7);
    float[] last = theta();
    for (int k = 3 * WIDTH; k < 4 * WIDTH; k++) {
      float first = after[k] - initial[k];
      assertEquals(.01, Math.abs(first), 1e-5);
      assertEquals(.67005 * first, last[k] - after[k], 2e-6);
    }
  }

  @Test
  void denseAdamDecaysItemsThatDoNotOccur() {
    float[] initial = theta();
    step(false, .5, null, 3, 4);
    float[] after = theta();
    for (int k = 7 * WIDTH; k < 8 * WIDTH; k++) {
      assertEquals(-.01 * Math.signum(initial[k]), after[k] - initial[k], 1e-5);
    }
  }

  @Test
  void skipsOutputsOfItemsThatAreNotCandidates() {
    float[] counts = new float[ITEMS];
    NegativeSampler negatives = new NegativeSampler(new SampledSoftmax(5, 0, 1), counts, 1, 1);
    float[] initial = theta();
    int[] candidates = step(true, .5, negatives, 3, 4);
    assertTrue(candidates.length > 3);
    float[] theta = theta();
    int at = FlatParameters.start(NETWORK, 1);
    for (int item = 0; item < ITEMS; item++) {
      boolean weights = false;
      for (int k = at + item * WIDTH; k < at + (item + 1) * WIDTH; k++) {
        weights |= theta[k] != initial[k];
      }
      int bias = at + ITEMS * WIDTH + item;
      assertEquals(weights, theta[bias] != initial[bias], "item " + item);
      assertEquals(Arrays.binarySearch(candidates, item) >= 0, weights, "item " + item);
    }
  }

  @Test
  void biasesDoNotDecay() {
    step(false, 0, null, 3, 4);
    float[] without = theta();
    RestingItemsTest decayed = new RestingItemsTest();
    decayed.step(false, .5, null, 3, 4);
    float[] with = decayed.theta();
    int inputBias = ITEMS * WIDTH;
    int outputBias = with.length - ITEMS;
    for (int k = 0; k < with.length; k++) {
      boolean bias = k >= outputBias || k >= inputBias && k < FlatParameters.start(NETWORK, 1);
      if (bias) {
        assertEquals(without[k], with[k]);
      }
    }
    assertNotEquals(without[7 * WIDTH], with[7 * WIDTH]);
  }

  /** 20,000 draws include all of the 24 items, and inclusion probabilities round to 1. */
  @Test
  void samplingAllItemsMatchesTheFullSoftmax() {
    int items = 24;
    SparseRows rows = RandomHistories.of(1, 30, items, .2);
    SampledSoftmax all = new SampledSoftmax(20_000, 0, 1);
    NegativeSampler sampler = new NegativeSampler(all, RandomHistories.counts(rows), 30, 10);
    Network network =
        Network.over(items)
            .corrupted(new Corruption(true, .3))
            .dense(6, Activation.TANH)
            .gaussianCode(3, new Annealing(.5, 20))
            .multinomial();
    float[] sampled = steps(network, rows, sampler);
    assertArrayEquals(steps(network, rows, null), sampled, 0f);
    float[] initial = FlatParameters.of(network.initialize(1, new ParallelLoop(1)));
    assertFalse(Arrays.equals(initial, sampled));
  }

  private static float[] steps(Network network, SparseRows rows, NegativeSampler sampler) {
    List<BlockArray> trained = network.initialize(1, new ParallelLoop(1));
    OptimizerState zero = OptimizerState.zero(OptimizerKind.LAZY_ADAM, network.blocks());
    NetworkBlocks all = NetworkBlocks.of(network, trained);
    GradientStep step = RecordedStep.step(network, 10, COMPUTE, all, adam(true, .1, zero));
    BatchMaker maker =
        new BatchMaker(rows, network.corruption(), new HistoryTargets(), sampler, false);
    Batch batch = new Batch();
    for (int s = 0; s < 9; s++) {
      int from = s % 3 * 10;
      maker.make(RandomHistories.inOrder(30), from, from + 10, s, batch);
      if (sampler != null) {
        assertNotNull(batch.candidates());
        assertEquals(network.items(), batch.tiles().columns());
        assertEquals(0f, batch.logInclusion()[0]);
      }
      step.run(batch, Phase.ALL, s, s * 10L);
    }
    return FlatParameters.of(trained);
  }
}
