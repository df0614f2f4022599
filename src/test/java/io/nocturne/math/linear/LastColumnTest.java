package io.nocturne.math.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import org.junit.jupiter.api.Test;

class LastColumnTest {
  /** A correlation matrix: A'A, scaled to a diagonal of 1; nearly singular if A has few rows. */
  private static float[] correlations(int n, int rows, double ridge) {
    SplitMix64 random = new SplitMix64(n);
    double[][] a = new double[rows][n];
    for (double[] row : a) {
      for (int j = 0; j < n; j++) {
        row[j] = random.nextGaussian();
      }
    }
    double[][] c = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (double[] row : a) {
          c[i][j] += row[i] * row[j];
        }
        c[i][j] += i == j ? ridge : 0;
      }
    }
    float[] s = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        s[i * n + j] = i == j ? 1 : (float) (c[i][j] / Math.sqrt(c[i][i] * c[j][j]));
      }
    }
    return s;
  }

  private static double residual(float[] s, int n, double[] y) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double sum = i == n - 1 ? -1 : 0;
      for (int j = 0; j < n; j++) {
        sum += s[i * n + j] * y[j];
      }
      largest = Math.max(largest, Math.abs(sum));
    }
    return largest;
  }

  @Test
  void solves() {
    LastColumn solver = new LastColumn();
    for (int n : new int[] {1, 2, 7, 120, 40}) { // buffers of a larger one are used again
      double[] y = new double[n + 3];
      float[] s = correlations(n, 2 * n, 1);
      assertFalse(solver.solve(s, n, y));
      assertEquals(0, residual(s, n, y), 1e-5);
    }
  }

  /** The condition is about 1e7: a factor of floats alone has no correct digit. */
  @Test
  void isAccurateWhereFloatsAreNot() {
    int n = 60;
    double[] y = new double[n];
    float[] s = correlations(n, 30, 1e-4);
    boolean mended = new LastColumn().solve(s, n, y);
    assertEquals(0, residual(s, n, y), 1e-5);
    assertFalse(mended);
  }

  @Test
  void raisesTheDiagonalOfWhatIsNotPositiveDefinite() {
    float[] s = {1, .9f, 0, .9f, 1, .9f, 0, .9f, 1}; // two strong pairs, the third left out
    double[] y = new double[3];
    assertTrue(new LastColumn().solve(s, 3, y));
    assertTrue(s[0] > 1.2 && s[0] < 1.6, "1.27 makes it positive definite: " + s[0]);
    assertEquals(0, residual(s, 3, y), 1e-5);
    assertTrue(y[2] > 0);
  }
}
