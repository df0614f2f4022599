package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.Kernels;
import io.nocturne.nn.optim.Optimizer;
import java.util.Arrays;

/** Keeps the gradient that it is handed and leaves the parameters alone. */
class GradientRecorder implements Optimizer {
  final float[] gradient;
  final boolean[] weights;

  /** How often each parameter has come in this step. */
  final int[] times;

  GradientRecorder(int parameters) {
    gradient = new float[parameters];
    weights = new boolean[parameters];
    times = new int[parameters];
  }

  @Override
  public void begin(long examples) {
    Arrays.fill(times, 0);
    Arrays.fill(gradient, Float.NaN);
  }

  @Override
  public void update(
      Kernels kernels,
      float[] theta,
      int from,
      float[] slice,
      int sliceFrom,
      int length,
      boolean isWeights) {
    for (int k = 0; k < length; k++) {
      gradient[from + k] = slice[sliceFrom + k];
      weights[from + k] = isWeights;
      times[from + k]++;
    }
  }

  @Override
  public void rest(Kernels kernels, float[] theta, int from, int length, boolean isWeights) {
    update(kernels, theta, from, new float[length], 0, length, isWeights);
  }

  /** Checks that all of these have come once, and no others. */
  void assertOnce(int from, int to) {
    int[] expected = new int[times.length];
    Arrays.fill(expected, from, to, 1);
    for (int k = 0; k < times.length; k++) {
      assertEquals(expected[k], times[k], "how often parameter " + k + " has come");
    }
  }
}
