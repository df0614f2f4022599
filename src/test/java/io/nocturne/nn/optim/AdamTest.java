package io.nocturne.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bias corrections of Adam, and those per row of lazy Adam. */
class AdamTest {
  private static final int ITEMS = 40;
  private static final int WIDTH = 3;
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));
  private static final BlockShape SHAPE = BlockShape.weights("weights", RowsOf.ITEMS, ITEMS, WIDTH);

  private final BlockArray block = BlockArray.zeros(List.of(SHAPE)).get(0);
  private final OptimizerState state = OptimizerState.zero(OptimizerKind.LAZY_ADAM, List.of(SHAPE));

  private float[] row(int item) {
    return Arrays.copyOfRange(block.floats(), block.row(item), block.row(item + 1));
  }

  /**
   * Compares with the textbook in doubles, for moments that started at different times: the first
   * one is zero, the second one has had 25 steps.
   */
  @Test
  void correctsEachMomentByItsOwnSteps() {
    SplitMix64 random = new SplitMix64(3);
    int length = 20;
    BlockShape shape = BlockShape.weights("weights", RowsOf.NONE, 1, length);
    BlockArray parameters = BlockArray.zeros(List.of(shape)).get(0);
    OptimizerState stepped = OptimizerState.zero(OptimizerKind.ADAM, List.of(shape)).after(0, 25);
    double[] expected = new double[length];
    double[] first = new double[length];
    double[] second = new double[length];
    for (int k = 0; k < length; k++) {
      float number = random.nextFloat() - .5f;
      float square = .01f * random.nextFloat();
      expected[k] = number;
      parameters.floats()[k] = number;
      second[k] = square;
      stepped.second(0)[k] = square;
    }
    LearningRate rate = new LearningRate(.01, .03, 100);
    Adam adam = new Adam(rate, .2, stepped);
    for (int step = 1; step <= 6; step++) {
      adam.begin(25L * step);
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
      adam.update(COMPUTE.kernels(), parameters, 0, gradient, 0, length);
      for (int k = 0; k < length; k++) {
        assertEquals(
            expected[k], parameters.floats()[k], 2e-6, "parameter " + k + ", step " + step);
      }
    }
    assertEquals(6, stepped.firstSteps());
    assertEquals(31, stepped.steps());
  }

  /**
   * With a constant gradient, both corrected means are exact, so the length of a step is the rate.
   * Item 3 is in every 50th step, item 4 in each: with the count of all steps, the early updates of
   * item 3 would be 3 to 6 times the rate.
   */
  @Test
  void rareRowsTakeStepsOfTheRate() {
    LazyAdam adam = new LazyAdam(LearningRate.constant(.01), 0, state);
    float[] gradient = {.5f, -.25f, 2};
    for (int t = 0; t < 400; t++) {
      adam.begin(t);
      for (int item : t % 50 == 0 ? new int[] {3, 4} : new int[] {4}) {
        float[] before = row(item);
        adam.update(COMPUTE.kernels(), block, item * WIDTH, gradient, 0, WIDTH);
        float[] after = row(item);
        for (int k = 0; k < WIDTH; k++) {
          double expected = .01 * Math.signum(gradient[k]);
          assertEquals(expected, before[k] - after[k], 2e-6, "item " + item + ", step " + t);
        }
      }
    }
    assertEquals(400, state.steps());
    assertEquals(8, state.rowSteps(0)[3]);
    assertEquals(400, state.rowSteps(0)[4]);
    assertEquals(0, state.rowSteps(0)[5]);
  }

  /**
   * One of four workers has had an item once: the mean has a quarter of its moments and of its
   * count. With a constant gradient, the length of steps stays close to the rate.
   */
  @Test
  void correctsAMeanOfWorkersByTheMeanOfTheirSteps() {
    for (int k = 3 * WIDTH; k < 4 * WIDTH; k++) {
      state.first(0)[k] = .1f * .5f / 4;
      state.second(0)[k] = .001f * .25f / 4;
    }
    state.firstRowSteps(0)[3] = .25f;
    state.rowSteps(0)[3] = .25f;
    LazyAdam adam = new LazyAdam(LearningRate.constant(.01), 0, state);
    float before = block.floats()[3 * WIDTH];
    adam.begin(0);
    adam.update(COMPUTE.kernels(), block, 3 * WIDTH, new float[] {.5f, .5f, .5f}, 0, WIDTH);
    assertEquals(.01, before - block.floats()[3 * WIDTH], 2e-4);
  }
}
