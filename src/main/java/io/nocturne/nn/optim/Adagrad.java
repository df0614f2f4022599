package io.nocturne.nn.optim;

import io.nocturne.math.AdagradStep;
import io.nocturne.math.Kernels;
import io.nocturne.nn.parameter.BlockArray;

/**
 * Adagrad (Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and
 * stochastic optimization", 2011, figure 1, with a diagonal matrix) with an L2 penalty on weights.
 * Its state is the sum of the squares of gradients. Parameters that have neither a gradient nor a
 * penalty stay as they are, and cost nothing.
 */
final class Adagrad extends DecayingOptimizer<AdagradStep> {
  private static final float EPSILON = 1e-10f;

  /**
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   */
  Adagrad(Rate rate, double weightDecay, OptimizerState state) {
    super(rate, weightDecay, state);
  }

  @Override
  AdagradStep step(double learningRate, double decay) {
    return new AdagradStep((float) learningRate, EPSILON, (float) decay);
  }

  @Override
  void apply(
      Kernels kernels,
      AdagradStep step,
      BlockArray block,
      int from,
      float[] gradient,
      int gradientFrom,
      int length) {
    kernels.adagrad(
        step, block.floats(), from, gradient, gradientFrom, state.second(block), length);
  }

  @Override
  public void rest(Kernels kernels, BlockArray block, int from, int length) {
    if (decays(block)) {
      super.rest(kernels, block, from, length);
    }
  }
}
