package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Checks the error bounds of {@link Kernels}, in ulps of the result, against StrictMath in doubles.
 */
class ElementaryTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final double LAMBDA = 1.0507009873554804934193349852946;
  private static final double ALPHA = 1.6732632423543772848170429916717;

  /** A function of a float. */
  private interface FloatFunction {
    float apply(float x);
  }

  @Test
  void exp() {
    double worst = worst(Elementary::exp, StrictMath::exp, -105, 90);
    assertTrue(worst <= 1.1, () -> "exp: " + worst);
    assertEquals(0, Elementary.exp(-INFINITY));
    assertEquals(0, Elementary.exp(-200));
    assertEquals(1, Elementary.exp(-0f));
    assertEquals(Float.MIN_VALUE, Elementary.exp(-103.2f));
    assertEquals(INFINITY, Elementary.exp(100));
    assertEquals(INFINITY, Elementary.exp(INFINITY));
    assertEquals(Float.NaN, Elementary.exp(Float.NaN));
  }

  @Test
  void tanh() {
    double worst = worst(Elementary::tanh, StrictMath::tanh, -12, 12);
    assertTrue(worst <= 2.5, () -> "tanh: " + worst);
    assertEquals(1, Elementary.tanh(INFINITY));
    assertEquals(-1, Elementary.tanh(-INFINITY));
    assertEquals(-0f, Elementary.tanh(-0f));
    assertEquals(0f, Elementary.tanh(0f));
    assertEquals(-Float.MIN_VALUE, Elementary.tanh(-Float.MIN_VALUE));
    assertEquals(Float.NaN, Elementary.tanh(Float.NaN));
  }

  @Test
  void sigmoid() {
    double worst = worst(Elementary::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -105, 20);
    assertTrue(worst <= 2.5, () -> "sigmoid: " + worst);
    assertEquals(0.5f, Elementary.sigmoid(-0f));
    assertEquals(0, Elementary.sigmoid(-INFINITY));
    assertEquals(1, Elementary.sigmoid(INFINITY));
    assertEquals(Float.NaN, Elementary.sigmoid(Float.NaN));
  }

  @Test
  void selu() {
    DoubleUnaryOperator exact = x -> LAMBDA * (x > 0 ? x : ALPHA * StrictMath.expm1(x));
    double worst = worst(Elementary::selu, exact, -45, 45);
    assertTrue(worst <= 1.9, () -> "selu: " + worst);
    assertEquals((float) (-LAMBDA * ALPHA), Elementary.selu(-INFINITY));
    assertEquals(INFINITY, Elementary.selu(INFINITY));
    assertEquals(0, Elementary.selu(0));
    assertEquals(Float.NaN, Elementary.selu(Float.NaN));
  }

  /**
   * The largest error, evenly over the range, and over all exponents of small numbers of both
   * signs.
   */
  private static double worst(FloatFunction f, DoubleUnaryOperator exact, float low, float high) {
    double worst = 0;
    int steps = 2_000_000;
    for (int i = 0; i <= steps; i++) {
      worst = Math.max(worst, ulps(f, exact, low + (high - low) * i / steps));
    }
    for (int bits = 0; bits < Float.floatToIntBits(1); bits += 1009) {
      worst = Math.max(worst, ulps(f, exact, Float.intBitsToFloat(bits)));
      worst = Math.max(worst, ulps(f, exact, -Float.intBitsToFloat(bits)));
    }
    return worst;
  }

  private static double ulps(FloatFunction f, DoubleUnaryOperator exact, float x) {
    double expected = exact.applyAsDouble(x);
    float actual = f.apply(x);
    if (Math.abs(expected) > Float.MAX_VALUE + Math.ulp(Float.MAX_VALUE) * 0.5) {
      return actual == expected || Float.isInfinite(actual) ? 0 : INFINITY;
    }
    double ulp = Math.ulp(Math.min((float) Math.abs(expected), Float.MAX_VALUE));
    return Math.abs(actual - expected) / ulp;
  }
}
