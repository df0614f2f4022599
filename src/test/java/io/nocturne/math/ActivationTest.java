package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {
  private static final float[] PLACES = {
    -30, -3, -2.4f, -1, -.3f, -1e-3f, 1e-3f, .2f, 1, 2.4f, 3, 30
  };

  /** The inputs, between two elements that must not change. */
  private static float[] places() {
    float[] z = new float[PLACES.length + 2];
    System.arraycopy(PLACES, 0, z, 1, PLACES.length);
    z[0] = z[z.length - 1] = -5;
    return z;
  }

  private static float[] applied(Activation activation) {
    float[] y = places();
    activation.apply(Kernels.get(), y, 1, PLACES.length);
    assertEquals(-5, y[0]);
    assertEquals(-5, y[y.length - 1]);
    return y;
  }

  private static float[] normal(int length) {
    SplitMix64 random = new SplitMix64(1);
    float[] numbers = new float[length];
    for (int k = 0; k < length; k++) {
      numbers[k] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static double difference(Activation activation, double z) {
    double step = 1e-5;
    return (TextbookActivation.apply(activation, z + step)
            - TextbookActivation.apply(activation, z - step))
        / (2 * step);
  }

  @ParameterizedTest
  @EnumSource
  void valuesMatchTheTextbook(Activation activation) {
    float[] y = applied(activation);
    for (int k = 0; k < PLACES.length; k++) {
      double expected = TextbookActivation.apply(activation, PLACES[k]);
      assertEquals(expected, y[k + 1], 1e-6 * Math.abs(expected), "at " + PLACES[k]);
    }
  }

  /** Kept values are at another offset; the gradient by z is computed from the rounded y. */
  @ParameterizedTest
  @EnumSource
  void gradientsMatchCentralDifferences(Activation activation) {
    float[] y = places();
    float[] kept = new float[PLACES.length + 3];
    activation.forward(Kernels.get(), y, 1, PLACES.length, kept, 2);
    assertArrayEquals(applied(activation), y, "keeping values does not change the result");
    float[] gradient = normal(y.length);
    float[] given = gradient.clone();
    activation.backward(y, kept, 2, gradient, 1, PLACES.length);
    assertEquals(given[0], gradient[0]);
    assertEquals(given[y.length - 1], gradient[y.length - 1]);
    assertEquals(0, kept[0] + kept[1] + kept[PLACES.length + 2]);
    for (int k = 0; k < PLACES.length; k++) {
      double expected = difference(activation, PLACES[k]);
      assertEquals(expected * given[k + 1], gradient[k + 1], 1e-6, "at " + PLACES[k]);
      assertEquals(
          expected, TextbookActivation.slope(activation, PLACES[k]), 1e-9, "the textbook's");
    }
  }

  /** Slopes are computed from the rounded y (to 6e-8 near 1 or 1.76). */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SWISH")
  void slopesMatchCentralDifferences(Activation activation) {
    float[] y = applied(activation);
    for (int k = 0; k < PLACES.length; k++) {
      double expected = difference(activation, PLACES[k]);
      assertEquals(expected, activation.slope(y[k + 1]), 3e-7, "at " + PLACES[k]);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SWISH")
  void curvaturesMatchCentralDifferencesOfSlopes(Activation activation) {
    float[] y = applied(activation);
    for (int k = 0; k < PLACES.length; k++) {
      double step = 1e-5;
      double z = PLACES[k];
      double expected =
          (TextbookActivation.slope(activation, z + step)
                  - TextbookActivation.slope(activation, z - step))
              / (2 * step);
      assertEquals(expected, activation.curvature(y[k + 1]), 5e-7, "at " + z);
    }
  }

  /** Swish falls left of its minimum at -1.28, so two z have the same y. */
  @Test
  void swishHasNoSlopeByItsOutput() {
    assertFalse(Activation.SWISH.isInvertible());
    assertThrows(IllegalStateException.class, () -> Activation.SWISH.slope(-.2f));
    assertThrows(IllegalStateException.class, () -> Activation.SWISH.curvature(-.2f));
    long others = Arrays.stream(Activation.values()).filter(Activation::isInvertible).count();
    assertEquals(Activation.values().length - 1, others);
  }

  /** NaN is kept, so that the loss shows it. */
  @ParameterizedTest
  @EnumSource
  void keepsNaN(Activation activation) {
    float[] y = {Float.NaN};
    activation.apply(Kernels.get(), y, 0, 1);
    assertTrue(Float.isNaN(y[0]));
  }
}
