package io.nocturne.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.Compute;
import io.nocturne.math.Kernels;
import io.nocturne.math.ParallelLoop;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.PhaseCycle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The momenta of Nadam as a function of the counted steps, for a single bias. */
class NadamTest {
  private static final double RATE = .02;
  private static final Kernels KERNELS = Compute.on(new ParallelLoop(1)).kernels();
  private static final BlockShape ONE = BlockShape.biases("one", 1);

  private static Optimizer nadam(OptimizerState state) {
    return new Nadam(LearningRate.constant(RATE), 0, state);
  }

  /** The state of one parameter. */
  private static OptimizerState ofOne(float first, float second) {
    OptimizerState state = OptimizerState.zero(OptimizerKind.NADAM, List.of(ONE));
    state.first(0)[0] = first;
    state.second(0)[0] = second;
    return state;
  }

  private static BlockArray one(float value) {
    return new BlockArray(ONE, 0, new float[] {value});
  }

  /** After a restart of the mean, the momenta restart too. */
  @Test
  void countsStepsSinceTheMeanWasZero() {
    OptimizerState state = ofOne(0, .04f).after(0, 500);
    BlockArray x = one(1);
    Optimizer nadam = nadam(state);
    nadam.begin(0);
    nadam.update(KERNELS, x, 0, new float[] {.3f}, 0, 1);
    double mu = .9 * (1 - .5 * Math.pow(.96, .004));
    double next = .9 * (1 - .5 * Math.pow(.96, .008));
    double square = (.999 * .04 + .001 * .09) / (1 - Math.pow(.999, 501));
    double product = mu; // of the momenta of all steps so far: there is one
    double move = (1 - mu) / (1 - product) * .3 + next / (1 - product * next) * .03;
    assertEquals(1 - RATE * move / Math.sqrt(square), x.floats()[0], 1e-6);
  }

  @Test
  void resumesAfterManySteps() {
    long many = 1L << 40;
    OptimizerState state = ofOne(1, 1).after(many, many);
    BlockArray x = one(1);
    Optimizer nadam = nadam(state);
    nadam.begin(0);
    nadam.update(KERNELS, x, 0, new float[] {1}, 0, 1);
    assertEquals(1 - RATE * (.1 + .9), x.floats()[0], 1e-6, "the mean and the gradient are both 1");
  }

  /**
   * 30 steps train the encoder, then 30 the decoder, then the encoder again: each step equals that
   * of a new optimizer from the same state.
   */
  @Test
  void countsStepsOfTheTrainedPart() {
    PhaseCycle cycle = PhaseCycle.alternating(1, 1);
    OptimizerState through = ofOne(0, 0);
    Optimizer never = nadam(through);
    BlockArray x = one(1);
    BlockArray y = one(1);
    for (int epoch = 0; epoch < 4; epoch++) {
      through.beginEpoch(cycle, epoch, 30);
      for (int step = 0; step < 30; step++) {
        OptimizerState state = through.copy();
        y.floats()[0] = x.floats()[0];
        update(nadam(state), y);
        update(never, x);
        assertEquals(y.floats()[0], x.floats()[0], "epoch " + epoch + ", step " + step);
      }
    }
  }

  private static void update(Optimizer optimizer, BlockArray block) {
    optimizer.begin(0);
    optimizer.update(KERNELS, block, 0, new float[] {.3f}, 0, 1);
  }
}
