package io.nocturne.math;

import java.util.Arrays;
import java.util.Optional;

/**
 * {@link Kernels} in plain Java: for JVMs without the Vector API, for the ends of slices that do
 * not fill a vector, and as the reference in tests of the vector code.
 */
public final class ScalarKernels extends ScalarUpdates implements Kernels {

  private final int lanes;
  private final String fallBackReason;

  /**
   * Kernels that sum in the order of vectors of {@code lanes} elements.
   *
   * @throws IllegalArgumentException if {@code lanes} is less than 1
   */
  public ScalarKernels(int lanes) {
    this(lanes, null);
  }

  ScalarKernels(int lanes, String fallBackReason) {
    if (lanes < 1) {
      throw new IllegalArgumentException("Invalid lanes: " + lanes + " (expected 1 or more)");
    }
    this.lanes = lanes;
    this.fallBackReason = fallBackReason;
  }

  @Override
  public String name() {
    return "scalar Java, " + lanes + " lanes";
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public Optional<String> fallBackReason() {
    return Optional.ofNullable(fallBackReason);
  }

  @Override
  public void exp(float[] x, int from, int length) {
    for (int i = from; i < from + length; i++) {
      x[i] = Elementary.exp(x[i]);
    }
  }

  @Override
  public void tanh(float[] x, int from, int length) {
    for (int i = from; i < from + length; i++) {
      x[i] = Elementary.tanh(x[i]);
    }
  }

  @Override
  public void sigmoid(float[] x, int from, int length) {
    for (int i = from; i < from + length; i++) {
      x[i] = Elementary.sigmoid(x[i]);
    }
  }

  @Override
  public void selu(float[] x, int from, int length) {
    for (int i = from; i < from + length; i++) {
      x[i] = Elementary.selu(x[i]);
    }
  }

  @Override
  public void axpy(float a, float[] x, int xFrom, float[] y, int yFrom, int length) {
    for (int i = 0; i < length; i++) {
      y[yFrom + i] = Math.fma(a, x[xFrom + i], y[yFrom + i]);
    }
  }

  @Override
  public void addNormalProduct(
      float factor,
      int[] columns,
      float[] weights,
      int from,
      int to,
      float[] z,
      float[] out,
      int stride,
      int first,
      int length) {
    for (int i = first; i < first + length; i++) {
      float y = 0;
      for (int k = from; k < to; k++) {
        y = Math.fma(weights[k], z[columns[k] * stride + i], y);
      }
      y *= factor;
      for (int k = from; k < to; k++) {
        int at = columns[k] * stride + i;
        out[at] = Math.fma(weights[k], y, out[at]);
      }
    }
  }

  @Override
  public void weightedSum(
      float[] weights, int[] rows, int from, int to, float[] matrix, int width, float[] sums) {
    Arrays.fill(sums, 0, width, 0);
    for (int k = from; k < to; k++) {
      axpy(weights[k], matrix, rows[k] * width, sums, 0, width);
    }
  }

  @Override
  public void scale(float a, float[] x, int from, int length) {
    for (int i = from; i < from + length; i++) {
      x[i] *= a;
    }
  }

  @Override
  public float sum(float[] x, int from, int length) {
    float total = 0;
    for (int lane = 0; lane < lanes; lane++) {
      float partial = 0;
      for (int i = lane; i < length; i += lanes) {
        partial += x[from + i];
      }
      total += partial;
    }
    return total;
  }

  @Override
  public float max(float[] x, int from, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + length; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  @Override
  public int firstAbove(float[] x, int from, int length, float bound) {
    for (int i = from; i < from + length; i++) {
      if (!(x[i] <= bound)) { // true of NaN, too
        return i;
      }
    }
    return from + length;
  }

  @Override
  public float addThenMax(float[] x, int from, float[] bias, int biasFrom, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      x[from + i] += bias[biasFrom + i];
      max = Math.max(max, x[from + i]);
    }
    return max;
  }

  @Override
  public float expThenSum(float[] x, int from, float shift, int length) {
    for (int i = from; i < from + length; i++) {
      x[i] = Elementary.exp(x[i] - shift);
    }
    return sum(x, from, length);
  }

  @Override
  public float sumOfSquares(float[] x, int from, int length) {
    return dot(x, from, x, from, length);
  }

  @Override
  public float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    float total = 0;
    for (int lane = 0; lane < lanes; lane++) {
      float partial = 0;
      for (int i = lane; i < length; i += lanes) {
        partial = Math.fma(x[xFrom + i], y[yFrom + i], partial);
      }
      total += partial;
    }
    return total;
  }
}
