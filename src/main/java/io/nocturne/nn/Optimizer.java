package io.nocturne.nn;

import io.nocturne.math.Kernels;

/**
 * Changes parameters by their gradients. Layers hand over each slice of the gradient as soon as it
 * is complete, so the whole gradient never exists. Threads call it at once, for different slices.
 */
public interface Optimizer {

  /**
   * Begins a step: from now on each parameter comes once, with a gradient or to rest.
   *
   * @param examples how many examples were learnt from before: what schedules count
   */
  void begin(long examples);

  /**
   * Updates {@code theta[from ..]}.
   *
   * @param gradient the gradient of the mean loss of the batch, from {@code gradientFrom} on; the
   *     slice may be overwritten
   * @param weights whether these are weights, which may decay, and not biases
   */
  void update(
      Kernels kernels,
      float[] theta,
      int from,
      float[] gradient,
      int gradientFrom,
      int length,
      boolean weights);

  /** Does what is to be done to parameters whose gradient is zero in this step. */
  void rest(Kernels kernels, float[] theta, int from, int length, boolean weights);
}
