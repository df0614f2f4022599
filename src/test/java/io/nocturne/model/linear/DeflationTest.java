package io.nocturne.model.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeflationTest {
  private static final double[] PLATEAU = ChebyshevCoefficients.plateau(8, 1.5);

  private static double at(double[] coefficients, double square) {
    return ChebyshevCoefficients.value(coefficients, 1 - 2 * square);
  }

  /** By the reference in SciPy, whose polynomial is odd but for c_0. */
  @Test
  void plateauIsThatOfTheReference() {
    double[] expected = {.5, -.492678877, 0, -.0323316151, 0, .0211152597, 0, -.00110709754, 0};
    assertArrayEquals(expected, PLATEAU, 1e-9);
  }

  @Test
  void interpolationIsExactForPolynomials() {
    double[] cubic = ChebyshevCoefficients.interpolation(t -> 4 * t * t * t - 3 * t, 5);
    assertArrayEquals(new double[] {0, 0, 0, 1, 0, 0}, cubic, 1e-12);
    assertEquals(-.352, ChebyshevCoefficients.value(cubic, -.2) - 0.92, 1e-12);
  }

  @Test
  void lowerDegreesAgreeOnTheRestOfTheSpectrum() {
    double[] squares = {1, .6, .3, .19};
    Deflation deflation = Deflation.of(PLATEAU, squares);
    assertEquals(4, deflation.coefficients().length, "a degree of 3 instead of 8");
    for (double s = 0; s <= .19; s += .001) {
      assertEquals(at(PLATEAU, s), at(deflation.coefficients(), s), 2.01e-4);
    }
    for (int k = 0; k < squares.length; k++) {
      double corrected = at(deflation.coefficients(), squares[k]) + deflation.gains()[k];
      assertEquals(at(PLATEAU, squares[k]), corrected, 1e-12);
    }
  }

  @Test
  void keepsADegreeThatIsNeeded() {
    Deflation whole = Deflation.of(PLATEAU, new double[] {1});
    assertTrue(whole.coefficients().length >= 6, "all of the spectrum is left");
    Deflation none = Deflation.of(PLATEAU, new double[] {1, 0});
    assertEquals(1, none.coefficients().length, "every singular vector is known");
    assertEquals(at(PLATEAU, 0), none.coefficients()[0], 1e-12);
  }
}
