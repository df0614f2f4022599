package io.nocturne.nn.optim;

import io.nocturne.math.Kernels;
import io.nocturne.math.MomentumStep;
import io.nocturne.nn.parameter.BlockArray;

/**
 * Stochastic gradient descent with momentum (Polyak, "Some methods of speeding up the convergence
 * of iteration methods", 1964, equation 9) and an L2 penalty on weights. Its state is the velocity.
 * Parameters without a gradient move on by it.
 */
final class MomentumDescent extends DecayingOptimizer<MomentumStep> {
  private final double momentum;

  /**
   * @param momentum the share of the velocity that is kept, from 0 to below 1
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   */
  MomentumDescent(Rate rate, double momentum, double weightDecay, OptimizerState state) {
    super(rate, weightDecay, state);
    this.momentum = momentum;
  }

  @Override
  MomentumStep step(double learningRate, double decay) {
    return new MomentumStep((float) learningRate, (float) momentum, (float) decay);
  }

  @Override
  void apply(
      Kernels kernels,
      MomentumStep step,
      BlockArray block,
      int from,
      float[] gradient,
      int gradientFrom,
      int length) {
    kernels.momentum(
        step, block.floats(), from, gradient, gradientFrom, state.first(block), length);
  }
}
