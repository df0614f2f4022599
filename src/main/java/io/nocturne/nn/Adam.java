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
public final class Adam implements Optimizer {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final LearningRate learningRate;
  private final double weightDecay;
  private final boolean lazy;
  private final AdamState state;
  private AdamStep forWeights;
  private AdamStep forBiases;

  /**
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   * @param lazy whether items that do not occur rest
   */
  public Adam(LearningRate learningRate, double weightDecay, boolean lazy, AdamState state) {
    this.learningRate = learningRate;
    this.weightDecay = weightDecay;
    this.lazy = lazy;
    this.state = state;
  }

  @Override
  public void begin(long examples) {
    state.nextStep();
    forWeights = step(learningRate.at(examples), weightDecay);
    forBiases = step(learningRate.at(examples), 0);
  }

  private AdamStep step(double rate, double decay) {
    return AdamStep.of(rate, BETA1, BETA2, EPSILON, decay, state.firstSteps(), state.steps());
  }

  @Override
  public void update(
      Kernels kernels,
      float[] theta,
      int from,
      float[] gradient,
      int gradientFrom,
      int length,
      boolean weights) {
    AdamStep step = weights ? forWeights : forBiases;
    kernels.adam(step, theta, from, gradient, gradientFrom, state.first(), state.second(), length);
  }

  @Override
  public void rest(Kernels kernels, float[] theta, int from, int length, boolean weights) {
    if (!lazy) {
      AdamStep step = weights ? forWeights : forBiases;
      kernels.adam(step, theta, from, null, 0, state.first(), state.second(), length);
    }
  }
}
