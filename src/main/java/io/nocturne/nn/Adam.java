package io.nocturne.nn;

import io.nocturne.math.AdamStep;
import io.nocturne.math.Kernels;

/**
 * Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1) with an L2
 * penalty on weights. Its state are both moments, as long as the parameters.
 *
 * <p>Lazy Adam leaves parameters alone whose gradient is zero because their item does not occur in
 * the batch: dense Adam lets their moments decay and moves them on by the first one. The bias
 * correction counts all steps in both.
 */
final class Adam extends DecayingOptimizer<AdamStep> {
  /** The decay of the first moment. */
  static final double BETA1 = 0.9;

  /** The decay of the second one. */
  static final double BETA2 = 0.999;

  /** Added to the denominator. */
  static final double EPSILON = 1e-8;

  private final boolean lazy;

  /**
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   * @param lazy whether items that do not occur rest
   */
  Adam(Rate rate, double weightDecay, boolean lazy, OptimizerState state) {
    super(rate, weightDecay, state);
    this.lazy = lazy;
  }

  @Override
  AdamStep step(double learningRate, double decay) {
    return AdamStep.of(
        learningRate, BETA1, BETA2, EPSILON, decay, state.taughtFirstSteps(), state.taughtSteps());
  }

  @Override
  void apply(
      Kernels kernels,
      AdamStep step,
      float[] theta,
      int from,
      float[] gradient,
      int gradientFrom,
      int length) {
    kernels.adam(step, theta, from, gradient, gradientFrom, state.first(), state.second(), length);
  }

  @Override
  public void rest(Kernels kernels, float[] theta, int from, int length, boolean weights) {
    if (!lazy) {
      super.rest(kernels, theta, from, length, weights);
    }
  }
}
