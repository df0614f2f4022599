package io.nocturne.model.linear;

import java.util.Arrays;

/**
 * A polynomial p of R'R as one of lower degree plus a part of low rank. Along the singular vectors
 * V that are known, with the squared singular values s, any difference can be corrected: p(R'R) =
 * p_m(R'R) + V (p(s) - p_m(s)) V' as long as p_m is p on the rest of the spectrum, from 0 to the
 * least s. On that short interval a low degree is enough, and each degree less saves a product with
 * all training rows for each history.
 *
 * @param coefficients of p_m, in T_k(1 - 2 s)
 * @param gains p(s) - p_m(s), for each vector
 */
record Deflation(double[] coefficients, double[] gains) {
  /** How far p_m may be from p on the rest of the spectrum, as a share of the largest |p|. */
  private static final double TOLERANCE = 2e-4;

  /** Singular values that were not found may be slightly larger than the least that was. */
  private static final double MARGIN = 1.05;

  private static final int POINTS = 500;

  /**
   * The lowest degree that is close enough.
   *
   * @param coefficients of p, in T_k(1 - 2 s)
   * @param squares s, descending
   */
  static Deflation of(double[] coefficients, double[] squares) {
    double end = Math.min(1, MARGIN * squares[squares.length - 1]);
    double most = 0;
    for (int j = 0; j <= POINTS; j++) {
      most = Math.max(most, Math.abs(at(coefficients, (double) j / POINTS)));
    }
    for (int degree = 0; degree < coefficients.length - 1; degree++) {
      // on the interval from 0 to end, which is t from -1 to 1
      double[] onInterval =
          ChebyshevCoefficients.interpolation(t -> at(coefficients, end * (1 + t) / 2), degree);
      double error = 0;
      for (int j = 0; j <= POINTS; j++) {
        double t = 2.0 * j / POINTS - 1;
        double difference =
            ChebyshevCoefficients.value(onInterval, t) - at(coefficients, end * (1 + t) / 2);
        error = Math.max(error, Math.abs(difference));
      }
      if (error <= TOLERANCE * most) {
        double[] lower =
            end > 0
                ? ChebyshevCoefficients.interpolation(
                    t -> ChebyshevCoefficients.value(onInterval, (1 - t) / end - 1), degree)
                : onInterval;
        double[] gains =
            Arrays.stream(squares).map(s -> at(coefficients, s) - at(lower, s)).toArray();
        return new Deflation(lower, gains);
      }
    }
    return new Deflation(coefficients, new double[squares.length]);
  }

  private static double at(double[] coefficients, double square) {
    return ChebyshevCoefficients.value(coefficients, 1 - 2 * square);
  }
}
