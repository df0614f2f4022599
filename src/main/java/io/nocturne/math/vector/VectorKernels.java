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
public final class VectorKernels extends VectorRows implements Kernels {

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
