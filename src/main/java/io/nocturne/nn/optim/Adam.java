package io.nocturne.nn.optim;

import io.nocturne.math.AdamStep;
import io.nocturne.math.Kernels;
import io.nocturne.nn.parameter.BlockArray;

/**
 * Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1) with an L2
 * penalty on weights. Its state is both moments, as long as the parameters. Parameters whose
 * gradient is zero, as their item does not occur in the batch, are moved on by the first one.
 */
final class Adam extends DecayingOptimizer<AdamStep> {
  /** The decay of the first moment. */
  static final double BETA1 = 0.9;

  /** The decay of the second one. */
  static final double BETA2 = 0.999;

  /** Added to the denominator. */
  static final double EPSILON = 1e-8;

  /**
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   */
  Adam(Rate rate, double weightDecay, OptimizerState state) {
    super(rate, weightDecay, state);
  }

  @Override
  AdamStep step(double learningRate, double decay) {
    return step(learningRate, decay, state.trainedFirstSteps(), state.trainedSteps());
  }

  /**
   * @param t the steps since the first moment was zero, this one included
   * @param t2 the same count for the second moment
   */
  static AdamStep step(double learningRate, double decay, double t, double t2) {
    return AdamStep.of(learningRate, BETA1, BETA2, EPSILON, decay, t, t2);
  }

  @Override
  void apply(
      Kernels kernels,
      AdamStep step,
      BlockArray block,
      int from,
      float[] gradient,
      int gradientFrom,
      int length) {
    kernels.adam(
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
