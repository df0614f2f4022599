package io.nocturne.math;

import java.util.Optional;

/**
 * Loops over slices of float arrays, in place: what a training step does between its matrix
 * products.
 *
 * <p>A slice is {@code length} elements from an index on; a length of 0 is allowed. Everything is
 * built from IEEE 754 additions, products, quotients, square roots, fused multiply-adds and bit
 * operations in a fixed order, so interpreted and compiled code, and {@link ScalarKernels} and the
 * vector code with the same number of lanes, give the same bits. NaN gives NaN (of any payload).
 * Slices that do not lie in their arrays are an IndexOutOfBoundsException, thrown when the loop
 * gets there. The bounds in ulps were measured over all floats up to 110 in size. Instances have no
 * state and may be used by any number of threads.
 *
 * <p>The system property {@value #PROPERTY} chooses: {@code auto} (the default) the Vector API
 * where the module jdk.incubator.vector is there and scalar code elsewhere, {@code vector} the
 * Vector API or an error, {@code scalar} scalar code. It is read once. Vector code is slow until
 * the second compiler (C2) has compiled it, and stays so where that is switched off.
 */
public interface Kernels extends OptimizerKernels {
  /** The system property that chooses between {@code auto}, {@code vector} and {@code scalar}. */
  String PROPERTY = "nocturne.kernels";

  /**
   * The ones that this JVM uses.
   *
   * @throws IllegalStateException if {@value #PROPERTY} is {@code vector} and the Vector API is not
   *     there, or if it is none of its values
   */
  static Kernels get() {
    return VectorApi.kernels();
  }

  /** What runs, for provenance and logs, such as {@code Vector API, 16 lanes}. */
  String name();

  /** How many elements are taken at once, and how many partial sums a sum has. */
  int lanes();

  /** Why scalar code runs and not the Vector API, to be logged once; empty if that runs. */
  Optional<String> fallBackReason();

  /** x := e^x, to 1.1 ulp (denormal results too); 0 below -104, infinite above 88.73. */
  void exp(float[] x, int from, int length);

  /** x := tanh x, to 2.5 ulp; the sign of zero is kept. */
  void tanh(float[] x, int from, int length);

  /** x := 1 / (1 + e^-x), to 2.5 ulp (denormal results too). */
  void sigmoid(float[] x, int from, int length);

  /**
   * x := lambda x above zero, lambda alpha (e^x - 1) below, to 1.9 ulp, near zero too. Constants:
   * Klambauer et al., Self-Normalizing Neural Networks, 2017.
   */
  void selu(float[] x, int from, int length);

  /** y := a x + y, rounded once. The slices may be the same one, but must not overlap otherwise. */
  void axpy(float a, float[] x, int xFrom, float[] y, int yFrom, int length);

  /** x := a x. */
  void scale(float a, float[] x, int from, int length);

  /**
   * The sum: element i is added to partial sum i modulo the number of lanes, and then the partial
   * sums are added by ascending lane. 0 if {@code length} is 0.
   */
  float sum(float[] x, int from, int length);

  /** The maximum, as Math.max; negative infinity if {@code length} is 0. */
  float max(float[] x, int from, int length);

  /** x := x + bias. Returns the maximum of the new x, as {@link #max}. */
  float addThenMax(float[] x, int from, float[] bias, int biasFrom, int length);

  /**
   * x := e^(x - shift), as {@link #exp}. Returns the sum of the new x, as {@link #sum}. After
   * {@link #max} over all tiles of a row this is the other half of a softmax over tiles.
   */
  float expThenSum(float[] x, int from, float shift, int length);

  /**
   * x := e^(x - max x) over the sum of these. Elements of negative infinity become 0; a row of
   * nothing else, or with a positive infinity, becomes NaN.
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
   * x := x / max(|x|, 1e-12) with the Euclidean norm |x|, so zero stays zero. Rows whose squares
   * overflow come out right too, but for elements that are below 1e-19 of the largest.
   */
  default void normalize(float[] x, int from, int length) {
    float squares = sumOfSquares(x, from, length);
    if (squares == Float.POSITIVE_INFINITY) {
      scale(0x1p-80f, x, from, length); // a power of 2 rounds nothing, and now the squares fit
      squares = sumOfSquares(x, from, length);
    }
    scale(1 / Math.max((float) Math.sqrt(squares), 1e-12f), x, from, length);
  }
}
