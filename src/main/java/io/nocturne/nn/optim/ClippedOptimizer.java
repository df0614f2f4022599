package io.nocturne.nn.optim;

import io.nocturne.math.Kernels;
import io.nocturne.nn.parameter.BlockArray;

/**
 * Cuts each component of a gradient to [-limit, limit] before another optimizer sees it. The whole
 * gradient never exists, so its norm is not there to clip by (Pascanu, Mikolov and Bengio, "On the
 * difficulty of training recurrent neural networks", 2013, algorithm 1).
 */
final class ClippedOptimizer implements Optimizer {
  private final Optimizer inner;
  private final float limit;

  /**
   * @param limit more than 0
   */
  ClippedOptimizer(Optimizer inner, double limit) {
    this.inner = inner;
    this.limit = (float) limit;
  }

  @Override
  public void begin(long examples) {
    inner.begin(examples);
  }

  @Override
  public void update(
      Kernels kernels, BlockArray block, int from, float[] gradient, int gradientFrom, int length) {
    kernels.clip(limit, gradient, gradientFrom, length);
    inner.update(kernels, block, from, gradient, gradientFrom, length);
  }

  @Override
  public void rest(Kernels kernels, BlockArray block, int from, int length) {
    inner.rest(kernels, block, from, length);
  }
}
