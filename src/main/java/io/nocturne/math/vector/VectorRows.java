package io.nocturne.math.vector;

import static io.nocturne.math.vector.VectorFunctions.LANES;
import static io.nocturne.math.vector.VectorFunctions.all;

import jdk.incubator.vector.FloatVector;

/** The kernels that add up rows of a matrix: four vectors of a row at a time, in registers. */
abstract class VectorRows extends VectorUpdates {
  /** See {@link io.nocturne.math.Kernels#addNormalProduct}. */
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
    int end = first + length;
    int i = first;
    for (; i + 4 * LANES <= end; i += 4 * LANES) {
      addFour(factor, columns, weights, from, to, z, out, stride, i);
    }
    for (; i + LANES <= end; i += LANES) {
      FloatVector y = all(0);
      for (int k = from; k < to; k++) {
        y = all(weights[k]).fma(at(z, columns[k] * stride + i), y);
      }
      y = y.mul(all(factor));
      for (int k = from; k < to; k++) {
        int at = columns[k] * stride + i;
        all(weights[k]).fma(y, at(out, at)).intoArray(out, at);
      }
    }
    rest.addNormalProduct(factor, columns, weights, from, to, z, out, stride, i, end - i);
  }

  /** Four vectors at once, as each fused multiply-add waits for the one before it. */
  private static void addFour(
      float factor,
      int[] columns,
      float[] weights,
      int from,
      int to,
      float[] z,
      float[] out,
      int stride,
      int first) {
    FloatVector y0 = all(0);
    FloatVector y1 = all(0);
    FloatVector y2 = all(0);
    FloatVector y3 = all(0);
    for (int k = from; k < to; k++) {
      FloatVector weight = all(weights[k]);
      int at = columns[k] * stride + first;
      y0 = weight.fma(at(z, at), y0);
      y1 = weight.fma(at(z, at + LANES), y1);
      y2 = weight.fma(at(z, at + 2 * LANES), y2);
      y3 = weight.fma(at(z, at + 3 * LANES), y3);
    }
    FloatVector factors = all(factor);
    y0 = y0.mul(factors);
    y1 = y1.mul(factors);
    y2 = y2.mul(factors);
    y3 = y3.mul(factors);
    for (int k = from; k < to; k++) {
      FloatVector weight = all(weights[k]);
      int at = columns[k] * stride + first;
      weight.fma(y0, at(out, at)).intoArray(out, at);
      weight.fma(y1, at(out, at + LANES)).intoArray(out, at + LANES);
      weight.fma(y2, at(out, at + 2 * LANES)).intoArray(out, at + 2 * LANES);
      weight.fma(y3, at(out, at + 3 * LANES)).intoArray(out, at + 3 * LANES);
    }
  }

  /** See {@link io.nocturne.math.Kernels#weightedSum}. */
  public void weightedSum(
      float[] weights, int[] rows, int from, int to, float[] matrix, int width, float[] sums) {
    int i = 0;
    for (; i + 4 * LANES <= width; i += 4 * LANES) {
      sumFour(weights, rows, from, to, matrix, width, i, sums);
    }
    for (; i + LANES <= width; i += LANES) {
      FloatVector sum = all(0);
      for (int k = from; k < to; k++) {
        sum = all(weights[k]).fma(at(matrix, rows[k] * width + i), sum);
      }
      sum.intoArray(sums, i);
    }
    for (; i < width; i++) {
      float sum = 0;
      for (int k = from; k < to; k++) {
        sum = Math.fma(weights[k], matrix[rows[k] * width + i], sum);
      }
      sums[i] = sum;
    }
  }

  /** Four vectors at once, as each fused multiply-add waits for the one before it. */
  private static void sumFour(
      float[] weights,
      int[] rows,
      int from,
      int to,
      float[] matrix,
      int width,
      int first,
      float[] sums) {
    FloatVector sum0 = all(0);
    FloatVector sum1 = all(0);
    FloatVector sum2 = all(0);
    FloatVector sum3 = all(0);
    for (int k = from; k < to; k++) {
      FloatVector weight = all(weights[k]);
      int at = rows[k] * width + first;
      sum0 = weight.fma(at(matrix, at), sum0);
      sum1 = weight.fma(at(matrix, at + LANES), sum1);
      sum2 = weight.fma(at(matrix, at + 2 * LANES), sum2);
      sum3 = weight.fma(at(matrix, at + 3 * LANES), sum3);
    }
    sum0.intoArray(sums, first);
    sum1.intoArray(sums, first + LANES);
    sum2.intoArray(sums, first + 2 * LANES);
    sum3.intoArray(sums, first + 3 * LANES);
  }
}
