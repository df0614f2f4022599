package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.NegativeSampler;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Adam;
import io.nocturne.nn.optim.LazyAdam;
import io.nocturne.nn.optim.LearningRate;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.Phase;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Dense and lazy Adam differ in items that do not occur, and in nothing else. */
class AdamTest {
  private static final int ITEMS = 40;
  private static final int WIDTH = 3;
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));
  private static final Network NETWORK =
      Network.over(ITEMS).dense(WIDTH, Activation.TANH).multinomial();

  private final float[] theta = NETWORK.initialize(1, new ParallelLoop(1));
  private final OptimizerState state = OptimizerState.zero(OptimizerKind.ADAM, theta.length);

  /** A step on one history; returns its candidates. */
  private int[] step(boolean lazy, double decay, NegativeSampler negatives, int... history) {
    SparseRows rows = SparseRows.builder(ITEMS).add(history).build();
    Batch batch = new Batch();
    new BatchMaker(rows, new Corruption(false, 0), negatives).make(new int[] {0}, 0, 1, 5, batch);
    LearningRate rate = LearningRate.constant(.01);
    Optimizer adam =
        lazy
            ? new LazyAdam(rate, decay, ParameterRows.of(NETWORK), state)
            : new Adam(rate, decay, state);
    new Learner(NETWORK, 1, COMPUTE, theta, adam).step(batch, Phase.ALL, 6, 0);
    return batch.candidates == null ? null : Arrays.copyOf(batch.candidates, batch.tiles.columns());
  }

  private static float[] inputRow(float[] of, int item) {
    return Arrays.copyOfRange(of, item * WIDTH, (item + 1) * WIDTH);
  }

  @Test
  void lazyAdamLeavesItemsAloneThatDoNotOccur() {
    float[] initial = theta.clone();
    step(true, .5, null, 3, 4);
    float[] after = theta.clone();
    assertArrayEquals(inputRow(initial, 7), inputRow(after, 7), "never met, and not decayed");
    assertFalse(Arrays.equals(inputRow(initial, 3), inputRow(after, 3)));
    step(true, .5, null, 4, 7);
    assertArrayEquals(inputRow(after, 3), inputRow(theta, 3), "met a step ago");
    assertFalse(Arrays.equals(inputRow(after, 7), inputRow(theta, 7)));
    assertEquals(2, state.steps());
  }

  /**
   * With g at the first step and 0 at the second: m = .9 .1 g over 1 - .9^2 = .19 and v = .999 .001
   * g^2 over 1 - .999^2 = .001999 make a step of rate .09 / .19 / sqrt(.000999 / .001999) = .67005
   * of the first one, which was the rate.
   */
  @Test
  void denseAdamMovesThemOnByMomentum() {
    float[] initial = theta.clone();
    step(false, 0, null, 3, 4);
    float[] after = theta.clone();
    assertArrayEquals(inputRow(initial, 7), inputRow(after, 7), "never met: nothing to move by");
    step(false, 0, null, 4, 7);
    for (int k = 3 * WIDTH; k < 4 * WIDTH; k++) {
      float first = after[k] - initial[k];
      assertEquals(.01, Math.abs(first), 1e-5);
      assertEquals(.67005 * first, theta[k] - after[k], 2e-6);
    }
  }

  @Test
  void denseAdamDecaysItemsThatDoNotOccur() {
    float[] initial = theta.clone();
    step(false, .5, null, 3, 4);
    for (int k = 7 * WIDTH; k < 8 * WIDTH; k++) {
      assertEquals(-.01 * Math.signum(initial[k]), theta[k] - initial[k], 1e-5);
    }
  }

  @Test
  void outputsOfItemsThatAreNoCandidatesStayAsTheyAre() {
    float[] counts = new float[ITEMS];
    NegativeSampler negatives = new NegativeSampler(new SampledSoftmax(5, 0, 1), counts, 1, 1);
    float[] initial = theta.clone();
    int[] candidates = step(true, .5, negatives, 3, 4);
    assertTrue(candidates.length > 3);
    int at = NETWORK.at(0);
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
    float[] without = theta;
    AdamTest decayed = new AdamTest();
    decayed.step(false, .5, null, 3, 4);
    int inputBias = ITEMS * WIDTH;
    int outputBias = theta.length - ITEMS;
    for (int k = 0; k < theta.length; k++) {
      boolean bias = k >= outputBias || k >= inputBias && k < NETWORK.at(0);
      if (bias) {
        assertEquals(without[k], decayed.theta[k]);
      }
    }
    assertNotEquals(without[7 * WIDTH], decayed.theta[7 * WIDTH]);
  }

  /**
   * As a textbook has it, in doubles, with moments that were zero at different times: the first one
   * never was anything else, the second one has been through 25 steps.
   */
  @Test
  void eachMomentIsCorrectedByItsOwnSteps() {
    SplitMix64 random = new SplitMix64(3);
    int length = 20;
    float[] parameters = new float[length];
    float[] square = new float[length];
    double[] expected = new double[length];
    double[] first = new double[length];
    double[] second = new double[length];
    for (int k = 0; k < length; k++) {
      expected[k] = parameters[k] = random.nextFloat() - .5f;
      second[k] = square[k] = .01f * random.nextFloat();
    }
    OptimizerState stepped = new OptimizerState(new float[length], square, 0, 25);
    LearningRate rate = new LearningRate(.01, .03, 100);
    Adam adam = new Adam(rate, .2, stepped);
    for (int step = 1; step <= 6; step++) {
      adam.begin(25 * step);
      double warmed = step >= 4 ? .03 : .01 + .02 * step / 4;
      float[] gradient = new float[length];
      for (int k = 0; k < length; k++) {
        gradient[k] = random.nextFloat() - .5f;
        double g = gradient[k] + .2 * expected[k];
        first[k] = .9 * first[k] + .1 * g;
        second[k] = .999 * second[k] + .001 * g * g;
        double mean = first[k] / (1 - Math.pow(.9, step));
        double root = Math.sqrt(second[k] / (1 - Math.pow(.999, 25 + step)));
        expected[k] -= warmed * mean / (root + 1e-8);
      }
      adam.update(COMPUTE.kernels(), parameters, 0, gradient, 0, length, true);
      for (int k = 0; k < length; k++) {
        assertEquals(expected[k], parameters[k], 2e-6, "parameter " + k + ", step " + step);
      }
    }
    assertEquals(6, stepped.firstSteps());
    assertEquals(31, stepped.steps());
  }

  /**
   * With a constant gradient both corrected means are those of this gradient, so that a step is as
   * long as the rate. Item 3 is in every 50th step, 4 in each: by the count of all steps, the first
   * updates of 3 after the first would be 3 to 6 rates long.
   */
  @Test
  void aRareRowTakesStepsAsLongAsTheRate() {
    LazyAdam adam = new LazyAdam(LearningRate.constant(.01), 0, ParameterRows.of(NETWORK), state);
    float[] gradient = {.5f, -.25f, 2};
    for (int t = 0; t < 400; t++) {
      adam.begin(t);
      for (int item : t % 50 == 0 ? new int[] {3, 4} : new int[] {4}) {
        float[] before = inputRow(theta, item);
        adam.update(COMPUTE.kernels(), theta, item * WIDTH, gradient, 0, WIDTH, true);
        float[] after = inputRow(theta, item);
        for (int k = 0; k < WIDTH; k++) {
          double expected = .01 * Math.signum(gradient[k]);
          assertEquals(expected, before[k] - after[k], 2e-6, "item " + item + ", step " + t);
        }
      }
    }
    assertEquals(400, state.steps());
    ParameterRows rows = ParameterRows.of(NETWORK);
    assertEquals(8, state.rowSteps()[rows.itemRow(3 * WIDTH)]);
    assertEquals(400, state.rowSteps()[rows.itemRow(4 * WIDTH)]);
    assertEquals(0, state.rowSteps()[rows.itemRow(5 * WIDTH)]);
  }

  /**
   * One of four workers has met an item once: the mean has a fourth of its moments and of its
   * count. Steps of a constant gradient stay about as long as the rate.
   */
  @Test
  void aMeanOfWorkersIsCorrectedByTheMeanOfTheirSteps() {
    int row = ParameterRows.of(NETWORK).itemRow(3 * WIDTH);
    state.countRows(ParameterRows.of(NETWORK).itemRows());
    for (int k = 3 * WIDTH; k < 4 * WIDTH; k++) {
      state.first()[k] = .1f * .5f / 4;
      state.second()[k] = .001f * .25f / 4;
    }
    state.firstRowSteps()[row] = .25f;
    state.rowSteps()[row] = .25f;
    LazyAdam adam = new LazyAdam(LearningRate.constant(.01), 0, ParameterRows.of(NETWORK), state);
    float before = theta[3 * WIDTH];
    adam.begin(0);
    adam.update(COMPUTE.kernels(), theta, 3 * WIDTH, new float[] {.5f, .5f, .5f}, 0, WIDTH, true);
    assertEquals(.01, before - theta[3 * WIDTH], 2e-4);
  }
}
