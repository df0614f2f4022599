package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Kernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  private static final float[] PLACES = {
    -30, -3, -2.4f, -1, -.3f, -1e-3f, 1e-3f, .2f, 1, 2.4f, 3, 30
  };

  /** Between two elements that are not to be touched. */
  private static float[] applied(Activation activation) {
    float[] y = new float[PLACES.length + 2];
    System.arraycopy(PLACES, 0, y, 1, PLACES.length);
    y[0] = y[y.length - 1] = -5;
    activation.apply(Kernels.get(), y, 1, PLACES.length);
    assertEquals(-5, y[0]);
    assertEquals(-5, y[y.length - 1]);
    return y;
  }

  @ParameterizedTest
  @EnumSource
  void valuesAreTheTextbooks(Activation activation) {
    float[] y = applied(activation);
    for (int k = 0; k < PLACES.length; k++) {
      double expected = Textbook.apply(activation, PLACES[k]);
      assertEquals(expected, y[k + 1], 1e-6 * Math.abs(expected), "at " + PLACES[k]);
    }
  }

  /** By y, whose rounding (6e-8 next to 1 or 1.76) the slope inherits. */
  @ParameterizedTest
  @EnumSource
  void slopesAreCentralDifferences(Activation activation) {
    float[] y = applied(activation);
    float[] gradient = Gradients.random(1, y.length, 1);
    float[] given = gradient.clone();
    activation.backward(y, gradient, 1, PLACES.length);
    assertEquals(given[0], gradient[0]);
    assertEquals(given[y.length - 1], gradient[y.length - 1]);
    for (int k = 0; k < PLACES.length; k++) {
      double step = 1e-5;
      double expected =
          (Textbook.apply(activation, PLACES[k] + step)
                  - Textbook.apply(activation, PLACES[k] - step))
              / (2 * step);
      assertEquals(expected, activation.slope(y[k + 1]), 3e-7, "at " + PLACES[k]);
      assertEquals(expected * given[k + 1], gradient[k + 1], 1e-6, "at " + PLACES[k]);
      assertEquals(expected, Textbook.slope(activation, PLACES[k]), 1e-9, "the textbook's");
    }
  }

  /** What is no number stays none, so that the loss tells. */
  @ParameterizedTest
  @EnumSource
  void notANumberStaysSo(Activation activation) {
    float[] y = {Float.NaN};
    activation.apply(Kernels.get(), y, 0, 1);
    assertTrue(Float.isNaN(y[0]));
  }
}
