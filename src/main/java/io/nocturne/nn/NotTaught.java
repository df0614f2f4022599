package io.nocturne.nn;

import io.nocturne.math.Kernels;

/** Leaves the parameters of a layer as they are, where only the gradient by its input is wanted. */
final class NotTaught implements Optimizer {
  static final NotTaught INSTANCE = new NotTaught();

  private NotTaught() {}

  @Override
  public void begin(long examples) {}

  @Override
  public void update(
      Kernels kernels,
      float[] theta,
      int from,
      float[] gradient,
      int gradientFrom,
      int length,
      boolean weights) {}

  @Override
  public void rest(Kernels kernels, float[] theta, int from, int length, boolean weights) {}
}
