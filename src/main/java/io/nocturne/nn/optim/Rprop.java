package io.nocturne.nn.optim;

import io.nocturne.math.Kernels;
import io.nocturne.math.RpropStep;
import io.nocturne.nn.parameter.BlockArray;

/**
 * iRPROP- (Igel and Huesken, "Improving the Rprop learning algorithm", 2000, section 3; RPROP:
 * Riedmiller and Braun, 1993) with an L2 penalty on weights. Each parameter has a separate step
 * size, which grows while the sign of the gradient stays and shrinks where it changes; the size of
 * the gradient plays no part. Its state is the last gradient and the step sizes. The learning rate
 * is the first step size only.
 *
 * <p>It is for gradients of all data: those of a batch change their signs by chance.
 */
final class Rprop extends DecayingOptimizer<RpropStep> {
  private static final float SHRINK = .5f;
  private static final float GROW = 1.2f;
  private static final float LEAST = 1e-6f;
  private static final float GREATEST = 50;

  /**
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   */
  Rprop(Rate rate, double weightDecay, OptimizerState state) {
    super(rate, weightDecay, state);
  }

  @Override
  RpropStep step(double learningRate, double decay) {
    return new RpropStep((float) learningRate, SHRINK, GROW, LEAST, GREATEST, (float) decay);
  }

  @Override
  void apply(
      Kernels kernels,
      RpropStep step,
      BlockArray block,
      int from,
      float[] gradient,
      int gradientFrom,
      int length) {
    kernels.rprop(
        step,
        block.floats(),
        from,
        gradient,
        gradientFrom,
        state.first(block),
        state.second(block),
        length);
  }
}
