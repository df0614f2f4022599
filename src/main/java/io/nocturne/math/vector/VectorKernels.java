package io.nocturne.math.vector;

import static io.nocturne.math.vector.VectorFunctions.LANES;
import static io.nocturne.math.vector.VectorFunctions.SPECIES;
import static io.nocturne.math.vector.VectorFunctions.all;

import io.nocturne.math.Kernels;
import io.nocturne.math.ScalarKernels;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Kernels} in the Vector API, with the widest vectors of this machine; {@link ScalarKernels}
 * processes the rest at the end of a slice.
 *
 * <p>It never uses the API's own reductions, as their order is not specified.
 */
public final class VectorKernels extends VectorUpdates implements Kernels {

  /**
   * Vectors are stored here to read their lanes. Passed to a method, or read lane by lane, a vector
   * may be allocated as an object; stored, it never is.
   */
  private static final ThreadLocal<float[]> BUFFER =
      ThreadLocal.withInitial(() -> new float[LANES]);

  /** With {@code FloatVector.SPECIES_PREFERRED}. */
  public VectorKernels() {}

  @Override
  public String name() {
    return "Vector API, " + LANES + " lanes";
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public Optional<String> fallBackReason() {
    return Optional.empty();
  }

  @Override
  public void exp(float[] x, int from, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      VectorFunctions.exp(at(x, from + i)).intoArray(x, from + i);
    }
    rest.exp(x, from + whole, length - whole);
  }

  @Override
  public void tanh(float[] x, int from, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      VectorFunctions.tanh(at(x, from + i)).intoArray(x, from + i);
    }
    rest.tanh(x, from + whole, length - whole);
  }

  @Override
  public void sigmoid(float[] x, int from, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      VectorFunctions.sigmoid(at(x, from + i)).intoArray(x, from + i);
    }
    rest.sigmoid(x, from + whole, length - whole);
  }

  @Override
  public void selu(float[] x, int from, int length) {
    int whole = SPECIES.loopBound(length);
    for (int i = 0; i < whole; i += LANES) {
      VectorFunctions.selu(at(x, from + i)).intoArray(x, from + i);
    }
    rest.selu(x, from + whole, length - whole);
  }

  @Override
  public void axpy(float a, float[] x, int xFrom, float[] y, int yFrom, int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector factor = all(a);
    for (int i = 0; i < whole; i += LANES) {
      factor.fma(at(x, xFrom + i), at(y, yFrom + i)).intoArray(y, yFrom + i);
    }
    rest.axpy(a, x, xFrom + whole, y, yFrom + whole, length - whole);
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

  @Override
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

  @Override
  public void scale(float a, float[] x, int from, int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector factor = all(a);
    for (int i = 0; i < whole; i += LANES) {
      at(x, from + i).mul(factor).intoArray(x, from + i);
    }
    rest.scale(a, x, from + whole, length - whole);
  }

  @Override
  public float sum(float[] x, int from, int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector partial = all(0);
    for (int i = 0; i < whole; i += LANES) {
      partial = partial.add(at(x, from + i));
    }
    float[] lanes = BUFFER.get();
    partial.intoArray(lanes, 0);
    return addLanes(lanes, x, from + whole, length - whole);
  }

  @Override
  public float max(float[] x, int from, int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector max = all(Float.NEGATIVE_INFINITY);
    for (int i = 0; i < whole; i += LANES) {
      max = max.max(at(x, from + i));
    }
    float[] lanes = BUFFER.get();
    max.intoArray(lanes, 0);
    return Math.max(maxOfLanes(lanes), rest.max(x, from + whole, length - whole));
  }

  @Override
  public int firstAbove(float[] x, int from, int length, float bound) {
    int whole = SPECIES.loopBound(length);
    for (int i = from; i < from + whole; i += LANES) {
      VectorMask<Float> above = at(x, i).compare(VectorOperators.LE, bound).not(); // NaN, too
      if (above.anyTrue()) {
        return i + above.firstTrue();
      }
    }
    return rest.firstAbove(x, from + whole, length - whole, bound);
  }

  @Override
  public float addThenMax(float[] x, int from, float[] bias, int biasFrom, int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector max = all(Float.NEGATIVE_INFINITY);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector sum = at(x, from + i).add(at(bias, biasFrom + i));
      sum.intoArray(x, from + i);
      max = max.max(sum);
    }
    float last = rest.addThenMax(x, from + whole, bias, biasFrom + whole, length - whole);
    float[] lanes = BUFFER.get();
    max.intoArray(lanes, 0);
    return Math.max(maxOfLanes(lanes), last);
  }

  @Override
  public float expThenSum(float[] x, int from, float shift, int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector shifts = all(shift);
    FloatVector partial = all(0);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector e = VectorFunctions.exp(at(x, from + i).sub(shifts));
      e.intoArray(x, from + i);
      partial = partial.add(e);
    }
    rest.expThenSum(x, from + whole, shift, length - whole);
    float[] lanes = BUFFER.get();
    partial.intoArray(lanes, 0);
    return addLanes(lanes, x, from + whole, length - whole);
  }

  @Override
  public float sumOfSquares(float[] x, int from, int length) {
    return dot(x, from, x, from, length);
  }

  @Override
  public float dot(float[] x, int xFrom, float[] y, int yFrom, int length) {
    int whole = SPECIES.loopBound(length);
    FloatVector partial = all(0);
    for (int i = 0; i < whole; i += LANES) {
      partial = at(x, xFrom + i).fma(at(y, yFrom + i), partial);
    }
    float[] lanes = BUFFER.get();
    partial.intoArray(lanes, 0);
    float total = 0;
    for (int lane = 0; lane < LANES; lane++) {
      float sum = lanes[lane];
      if (lane < length - whole) {
        sum = Math.fma(x[xFrom + whole + lane], y[yFrom + whole + lane], sum);
      }
      total += sum;
    }
    return total;
  }

  /**
   * The total of the partial sums, after the {@code length} remaining elements are added to the
   * first ones.
   */
  private static float addLanes(float[] partial, float[] x, int from, int length) {
    float total = 0;
    for (int lane = 0; lane < LANES; lane++) {
      total += lane < length ? partial[lane] + x[from + lane] : partial[lane];
    }
    return total;
  }

  private static float maxOfLanes(float[] max) {
    float greatest = max[0];
    for (int lane = 1; lane < LANES; lane++) {
      greatest = Math.max(greatest, max[lane]);
    }
    return greatest;
  }
}
