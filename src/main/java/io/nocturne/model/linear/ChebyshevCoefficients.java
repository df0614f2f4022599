package io.nocturne.model.linear;

import java.util.function.DoubleUnaryOperator;

/**
 * Functions on [-1, 1] by their coefficients in Chebyshev polynomials: sum over k of c_k T_k(t).
 */
public final class ChebyshevCoefficients {
  private ChebyshevCoefficients() {}

  /**
   * The interpolation of the plateau function of a filter, which is 1 at t = -1, 1/2 around 0 and 0
   * at 1: 1/2 - sign(t) |t|^flatness / 2 (Kim et al., "Graph spectral filtering with Chebyshev
   * interpolation for recommendation", SIGIR 2025).
   *
   * <p>It follows the authors' code, whose figures it reproduces: function values are those at the
   * points cos(j pi / order), but are used at the zeroes of T_(order + 1), which lie close to them;
   * points and values are rounded to 3 decimals.
   *
   * @param order the degree of the polynomial, 1 or more
   * @param flatness above 0: the higher, the wider the plateau
   * @return c_0 to c_order
   */
  public static double[] plateau(int order, double flatness) {
    int count = order + 1;
    double[] coefficients = new double[count];
    for (int k = 0; k < count; k++) {
      double sum = 0;
      for (int j = 0; j < count; j++) {
        double point = rounded(StrictMath.cos((order - j) * Math.PI / order));
        double half = .5 * StrictMath.pow(Math.abs(point), flatness);
        double value = rounded(point < 0 ? half + .5 : .5 - half);
        double angle = (order - j + .5) / count * Math.PI;
        sum += value * StrictMath.cos(k * angle);
      }
      coefficients[k] = (k == 0 ? 1.0 : 2.0) / count * sum;
    }
    return coefficients;
  }

  private static double rounded(double value) {
    return Math.rint(1000 * value) / 1000;
  }

  /**
   * The polynomial of a degree that has the values of a function at the zeroes of T_(degree + 1).
   */
  static double[] interpolation(DoubleUnaryOperator function, int degree) {
    int count = degree + 1;
    double[] coefficients = new double[count];
    for (int j = 0; j < count; j++) {
      double angle = (j + .5) / count * Math.PI;
      double value = function.applyAsDouble(StrictMath.cos(angle));
      for (int k = 0; k < count; k++) {
        coefficients[k] += (k == 0 ? 1.0 : 2.0) / count * value * StrictMath.cos(k * angle);
      }
    }
    return coefficients;
  }

  /** The value at t, by Clenshaw's recurrence. */
  static double value(double[] coefficients, double t) {
    double last = 0;
    double beforeLast = 0;
    for (int k = coefficients.length - 1; k > 0; k--) {
      double next = coefficients[k] + 2 * t * last - beforeLast;
      beforeLast = last;
      last = next;
    }
    return coefficients[0] + t * last - beforeLast;
  }
}
