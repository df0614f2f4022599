package io.nocturne.nn.optim;

import io.nocturne.math.Kernels;
import io.nocturne.nn.parameter.BlockArray;

/** Changes no parameters, for layers of which only the gradient by the input is needed. */
public final class FrozenOptimizer implements Optimizer {
  /** The only one. */
  public static final FrozenOptimizer INSTANCE = new FrozenOptimizer();

  private FrozenOptimizer() {}

  @Override
  public void begin(long examples) {}

  @Override
  public void update(
      Kernels kernels,
      BlockArray block,
      int from,
      float[] gradient,
      int gradientFrom,
      int length) {}

  @Override
  public void rest(Kernels kernels, BlockArray block, int from, int length) {}
}
