package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RidgeRegressionTest {
  /** At the minimum, X'(y - X w) = penalty w. */
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 8", "8, 8", "8, 3", "50, 7", "7, 50", "1, 4", "4, 1"})
  void gradientIsZero(int rows, int columns) {
    SplitMix64 random = new SplitMix64(31L * rows + columns);
    double[] x = normal(random, rows * columns);
    double[] y = normal(random, rows);
    double penalty = .3;
    double[] w = RidgeRegression.solve(columns, x, y, penalty);
    assertEquals(columns, w.length);
    double[] gradient = new double[columns];
    for (int row = 0; row < rows; row++) {
      double residual = y[row];
      for (int k = 0; k < columns; k++) {
        residual -= x[row * columns + k] * w[k];
      }
      for (int k = 0; k < columns; k++) {
        gradient[k] += x[row * columns + k] * residual;
      }
    }
    for (int k = 0; k < columns; k++) {
      assertEquals(gradient[k], penalty * w[k], 1e-11);
    }
  }

  private static double[] normal(SplitMix64 random, int length) {
    return DoubleStream.generate(random::nextGaussian).limit(length).toArray();
  }

  @Test
  void zeroWithoutRows() {
    assertArrayEquals(new double[3], RidgeRegression.solve(3, new double[0], new double[0], 1));
  }

  @Test
  void rejectsATooLowPenalty() {
    double[] x = {1, 1};
    assertEquals(
        "Normal equations are not positive definite at pivot 1 of 1 (raise the penalty: -2.5)",
        assertThrows(
                ArithmeticException.class,
                () -> RidgeRegression.solve(2, x, new double[] {1}, -2.5))
            .getMessage());
  }
}
