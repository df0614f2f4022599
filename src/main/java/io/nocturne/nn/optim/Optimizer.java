package io.nocturne.nn.optim;

import io.nocturne.math.Kernels;
import io.nocturne.nn.parameter.BlockArray;

/**
 * Changes parameters by their gradients. Layers hand over each slice of the gradient as soon as it
 * is complete, so the whole gradient never exists. Several threads call it at once, for different
 * slices.
 */
public interface Optimizer {

  /**
   * Begins a step: from now on each parameter comes once, with a gradient or to rest.
   *
   * @param examples how many examples were trained on before: what schedules count
   */
  void begin(long examples);

  /**
   * Updates {@code length} numbers of a block from index {@code from} on. Weight decay applies to
   * blocks of weights only.
   *
   * @param gradient the gradient of the mean loss of the batch, from {@code gradientFrom} on; the
   *     slice may be overwritten
   */
  void update(
      Kernels kernels, BlockArray block, int from, float[] gradient, int gradientFrom, int length);

  /** Does what is to be done to numbers of a block whose gradient is zero in this step. */
  void rest(Kernels kernels, BlockArray block, int from, int length);
}
