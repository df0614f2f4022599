package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NormalDistributionTest {
  private static final int ROWS = 20_000;

  private static float[] draws(NormalDistribution distribution, int width) {
    SplitMix64 random = new SplitMix64(5);
    float[] draws = new float[ROWS * width];
    for (int row = 0; row < ROWS; row++) {
      distribution.draw(random, draws, row * width);
    }
    return draws;
  }

  private static double mean(float[] draws, int width, int i) {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      sum += draws[row * width + i];
    }
    return sum / ROWS;
  }

  private static double covariance(float[] draws, int width, int i, int j) {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      sum += draws[row * width + i] * draws[row * width + j];
    }
    return sum / ROWS - mean(draws, width, i) * mean(draws, width, j);
  }

  @Test
  void standardNormal() {
    float[] draws = draws(NormalDistribution.standard(2), 2);
    assertEquals(0, mean(draws, 2, 0), .03);
    assertEquals(1, covariance(draws, 2, 0, 0), .04);
    assertEquals(0, covariance(draws, 2, 0, 1), .03);
  }

  /** Samples of (a, a + b / 2, 3 - b) with standard normal a and b. */
  @Test
  void drawsMatchTheSamples() {
    float[] plain = draws(NormalDistribution.standard(2), 2);
    float[] samples = new float[3 * ROWS];
    for (int row = 0; row < ROWS; row++) {
      samples[3 * row] = plain[2 * row];
      samples[3 * row + 1] = plain[2 * row] + plain[2 * row + 1] / 2;
      samples[3 * row + 2] = 3 - plain[2 * row + 1];
    }
    float[] draws = draws(NormalDistribution.of(samples, ROWS, 3), 3);
    double[][] expected = {{1, 1, 0}, {1, 1.25, -.5}, {0, -.5, 1}};
    for (int i = 0; i < 3; i++) {
      assertEquals(i == 2 ? 3 : 0, mean(draws, 3, i), .04);
      for (int j = 0; j < 3; j++) {
        assertEquals(expected[i][j], covariance(draws, 3, i, j), .06, i + ", " + j);
      }
    }
  }

  @Test
  void fewSamplesSuffice() {
    float[] draw = new float[3];
    NormalDistribution.of(new float[] {1, 2, 3}, 1, 3).draw(new SplitMix64(1), draw, 0);
    assertEquals(2, draw[1], 1e-6, "one sample has no spread");
    NormalDistribution two = NormalDistribution.of(new float[] {1, 0, 3, 0, 2, 3}, 2, 3);
    two.draw(new SplitMix64(1), draw, 0);
    assertTrue(Math.abs(draw[0] - .5) < 5, "" + draw[0]);
    assertEquals(3, draw[2], .1, "equal in both samples");
  }

  @Test
  void rejectsNonFiniteSamples() {
    float[] samples = {1, Float.NaN, 2, 3};
    assertThrows(ArithmeticException.class, () -> NormalDistribution.of(samples, 2, 2));
  }
}
