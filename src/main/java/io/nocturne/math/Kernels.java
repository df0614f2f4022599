package io.nocturne.math;

import java.util.Optional;

/**
 * Loops over slices of float arrays, in place: the work of a training step between its matrix
 * products.
 *
 * <p>A slice is {@code length} elements from an index; a length of 0 is allowed. Everything is
 * built from IEEE 754 additions, products, quotients, square roots, fused multiply-adds and bit
 * operations in a fixed order, so interpreted and compiled code, and {@link ScalarKernels} and the
 * vector code with the same number of lanes, give the same bits. NaN gives NaN (of any payload). A
 * slice that leaves its array causes an IndexOutOfBoundsException once the loop reaches its end.
 * The error bounds in ulps were measured over all floats up to 110 in size. Instances have no state
 * and may be used by any number of threads.
 *
 * <p>The system property {@value #PROPERTY} chooses: {@code auto} (the default) for the Vector API
 * where the module jdk.incubator.vector is present and scalar code elsewhere, {@code vector} for
 * the Vector API or an error, {@code scalar} for scalar code. It is read once. Vector code is slow
 * until the second compiler (C2) has compiled it, and stays slow if C2 is switched off.
 */
public interface Kernels extends OptimizerKernels {
  /** The system property that chooses between {@code auto}, {@code vector} and {@code scalar}. */
  String PROPERTY = "nocturne.kernels";

  /**
   * The kernels of this JVM.
   *
   * @throws IllegalStateException if {@value #PROPERTY} is {@code vector} and the Vector API is
   *     missing, or is invalid
   */
  static Kernels get() {
    return VectorApi.kernels();
  }

  /** The implementation, for provenance and logs, such as {@code Vector API, 16 lanes}. */
  String name();

  /** The number of elements processed at once, and of partial sums in a sum. */
  int lanes();

  /**
   * Why scalar code runs instead of the Vector API, to be logged once; empty if the Vector API
   * runs.
   */
  Optional<String> fallBackReason();

  /** x := e^x, to 1.1 ulp (denormal results too); zero below -104, infinity above 88.73. */
  void exp(float[] x, int from, int length);

  /** x := tanh x, to 2.5 ulp; the sign of zero is kept. */
  void tanh(float[] x, int from, int length);

  /** x := 1 / (1 + e^-x), to 2.5 ulp (denormal results too). */
  void sigmoid(float[] x, int from, int length);

  /**
   * x := lambda x above zero, lambda alpha (e^x - 1) below, to 1.9 ulp, also near zero. Constants:
   * Klambauer et al., Self-Normalizing Neural Networks, 2017.
   */
  void selu(float[] x, int from, int length);

  /** y := a x + y, rounded once. The slices must be the same or not overlap. */
  void axpy(float a, float[] x, int xFrom, float[] y, int yFrom, int length);

  /**
   * Adds the part of one sparse row to a product factor X'X Z: with y := the sum of weights[k] z_k
   * over the row's entries k, in their order, out_k := out_k + weights[k] factor y. Here z_k and
   * out_k are the slices of {@code length} elements from {@code first} in row columns[k] of z and
   * out. Each element is computed on its own, so the bits do not depend on the number of lanes.
   *
   * @param columns distinct from {@code from} (inclusive) to {@code to} (exclusive)
   * @param z [columns x stride], row-major
   * @param out [columns x stride]; another array
   */
  void addNormalProduct(
      float factor,
      int[] columns,
      float[] weights,
      int from,
      int to,
      float[] z,
      float[] out,
      int stride,
      int first,
      int length);

  /**
   * sums := the sum of weights[k] times row rows[k] of a matrix over k, in the order of k. Each
   * element is computed on its own, so the bits do not depend on the number of lanes.
   *
   * @param from the first k, inclusive; {@code to} is exclusive
   * @param matrix [rows x width], row-major
   * @param sums [width], overwritten; another array
   */
  void weightedSum(
      float[] weights, int[] rows, int from, int to, float[] matrix, int width, float[] sums);

  /** x := a x. */
  void scale(float a, float[] x, int from, int length);

  /**
   * The sum: element i is added to partial sum i modulo the number of lanes, and then the partial
   * sums are added in order of lanes. 0 if {@code length} is 0.
   */
  float sum(float[] x, int from, int length);

  /** The maximum, as Math.max; negative infinity if {@code length} is 0. */
  float max(float[] x, int from, int length);

  /**
   * The index of the first element that is greater than the bound, or NaN; {@code from + length} if
   * there is none.
   */
  int firstAbove(float[] x, int from, int length, float bound);

  /** x := x + bias. Returns the maximum of the new x, as {@link #max}. */
  float addThenMax(float[] x, int from, float[] bias, int biasFrom, int length);

  /**
   * x := e^(x - shift), as {@link #exp}. Returns the sum of the new x, as {@link #sum}. After
   * {@link #max} over all tiles of a row, this is the second half of a softmax over tiles.
   */
  float expThenSum(float[] x, int from, float shift, int length);

  /**
   * x := e^(x - max x), divided by their sum. Elements of negative infinity become 0; a row of only
   * such elements, or with positive infinity, becomes NaN.
   */
  default void softmax(float[] x, int from, int length) {
    float sum = expThenSum(x, from, max(x, from, length), length);
    scale(1 / sum, x, from, length);
  }

  /** The sum of squares, each added by one fused multiply-add, in the order of {@link #sum}. */
  float sumOfSquares(float[] x, int from, int length);

  /**
   * The inner product, each product added by one fused multiply-add, in the order of {@link #sum}.
   */
  float dot(float[] x, int xFrom, float[] y, int yFrom, int length);

  /**
   * x := x / max(|x|, 1e-12) with the Euclidean norm |x|, so zero stays zero. Correct even if
   * squares overflow, except for elements below 1e-19 of the largest.
   */
  default void normalize(float[] x, int from, int length) {
    float squares = sumOfSquares(x, from, length);
    if (squares == Float.POSITIVE_INFINITY) {
      scale(0x1p-80f, x, from, length); // exact, as it is a power of 2, and now the squares fit
      squares = sumOfSquares(x, from, length);
    }
    scale(1 / Math.max((float) Math.sqrt(squares), 1e-12f), x, from, length);
  }
}
