package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.fail;

import io.nocturne.math.SplitMix64;
import java.util.function.ToDoubleFunction;

/**
 * Compares gradients. The engine's are sums of floats with a relative error of about 1e-6 of their
 * terms, which are not much larger than the largest gradient. Differences are in doubles: with a
 * step of 1e-5, their error is 1e-10 times the third derivative, plus 1e-16 / 1e-5 for the rounding
 * of the loss. If floats cancel completely, their rounding remains.
 */
public final class Gradients {
  private static final double STEP = 1e-5;
  private static final double RELATIVE = 1e-4;
  private static final double OF_LARGEST = 1e-5;
  private static final double ZERO = 2e-8;

  private Gradients() {}

  /** Central differences of a function by every {@code stride}th argument, NaN for the others. */
  public static double[] differences(ToDoubleFunction<double[]> function, double[] at, int stride) {
    return differences(function, at, at.length, stride);
  }

  /** The same by the first {@code count} arguments. */
  public static double[] differences(
      ToDoubleFunction<double[]> function, double[] at, int count, int stride) {
    double[] differences = new double[count];
    for (int k = 0; k < count; k++) {
      if (k % stride != 0) {
        differences[k] = Double.NaN;
        continue;
      }
      double before = at[k];
      at[k] = before + STEP;
      double above = function.applyAsDouble(at);
      at[k] = before - STEP;
      double below = function.applyAsDouble(at);
      at[k] = before;
      differences[k] = (above - below) / (2 * STEP);
    }
    return differences;
  }

  /** Checks all that are not NaN in {@code expected}. */
  public static void assertSame(double[] expected, float[] actual, int from) {
    double largest = 0;
    for (double e : expected) {
      largest = Math.max(largest, Double.isNaN(e) ? 0 : Math.abs(e));
    }
    for (int k = 0; k < expected.length; k++) {
      double allowed = RELATIVE * Math.abs(expected[k]) + OF_LARGEST * largest + ZERO;
      double given = actual[from + k];
      if (!Double.isNaN(expected[k]) && !(Math.abs(given - expected[k]) <= allowed)) {
        fail("gradient " + k + ": " + given + " (expected " + expected[k] + ")");
      }
    }
  }

  public static double[] doubles(float[] floats, int from, int to) {
    double[] doubles = new double[to - from];
    for (int k = from; k < to; k++) {
      doubles[k - from] = floats[k];
    }
    return doubles;
  }

  /** Normal numbers. */
  public static float[] random(long seed, int length, double deviation) {
    SplitMix64 random = new SplitMix64(seed);
    float[] floats = new float[length];
    for (int k = 0; k < length; k++) {
      floats[k] = (float) (deviation * random.nextGaussian());
    }
    return floats;
  }
}
