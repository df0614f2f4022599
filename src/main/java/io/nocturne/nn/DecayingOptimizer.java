package io.nocturne.nn;

import io.nocturne.math.Kernels;

/**
 * An optimizer each of whose steps has some numbers for weights, which decay, and others for
 * biases, which do not.
 *
 * @param <S> the numbers of a step
 */
abstract class DecayingOptimizer<S> implements Optimizer {
  /** What it remembers; changed in place. */
  final OptimizerState state;

  private final Rate rate;
  private final double weightDecay;
  private S forWeights;
  private S forBiases;

  /**
   * @param weightDecay lambda of the penalty lambda / 2 |weights|^2
   */
  DecayingOptimizer(Rate rate, double weightDecay, OptimizerState state) {
    this.rate = rate;
    this.weightDecay = weightDecay;
    this.state = state;
  }

  /** The numbers of the step that has just been counted. */
  abstract S step(double learningRate, double decay);

  /** Makes a step on a slice; a gradient of null stands for zeros. */
  abstract void apply(
      Kernels kernels,
      S step,
      float[] theta,
      int from,
      float[] gradient,
      int gradientFrom,
      int length);

  /** Whether these parameters decay. */
  final boolean decays(boolean weights) {
    return weights && weightDecay > 0;
  }

  @Override
  public final void begin(long examples) {
    state.nextStep();
    double now = rate.at(examples);
    forWeights = step(now, weightDecay);
    forBiases = step(now, 0);
  }

  @Override
  public final void update(
      Kernels kernels,
      float[] theta,
      int from,
      float[] gradient,
      int gradientFrom,
      int length,
      boolean weights) {
    S step = weights ? forWeights : forBiases;
    apply(kernels, step, theta, from, gradient, gradientFrom, length);
  }

  @Override
  public void rest(Kernels kernels, float[] theta, int from, int length, boolean weights) {
    update(kernels, theta, from, null, 0, length, weights);
  }
}
