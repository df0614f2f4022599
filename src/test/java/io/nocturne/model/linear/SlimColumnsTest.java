package io.nocturne.model.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.linear.DenseGram;
import io.nocturne.model.LocalData;
import io.nocturne.model.recipe.Recipes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlimColumnsTest {
  private static final int ITEMS = 30;
  private static final SparseRows ROWS = DenseGram.withABot(DenseGram.rows(5, 80, ITEMS, true));

  private static double[][] fitted(double l1, double l2, boolean isNonNegative, int neighbours) {
    SparseRows weights =
        new SparseItemWeights(
                ITEMS,
                Recipes.of(
                        "slim",
                        "l1 = " + l1,
                        "l2 = " + l2,
                        "non-negative = " + isNonNegative,
                        "neighbours = " + neighbours)
                    .fit(LocalData.of(ROWS)))
            .weights();
    double[][] b = new double[ITEMS][ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      for (int k = weights.start(i); k < weights.end(i); k++) {
        b[i][weights.index(k)] = weights.value(k);
      }
    }
    return b;
  }

  /** Coordinate descent on the rows themselves, with residuals, for so many sweeps. */
  private static double[][] slow(double l1, double l2, boolean isNonNegative, int sweeps) {
    double[][] x = new double[ROWS.rows()][ITEMS];
    for (int u = 0; u < x.length; u++) {
      for (int k = ROWS.start(u); k < ROWS.end(u); k++) {
        x[u][ROWS.index(k)] = ROWS.value(k);
      }
    }
    double[][] b = new double[ITEMS][ITEMS];
    for (int j = 0; j < ITEMS; j++) {
      double[] residual = new double[x.length];
      for (int u = 0; u < x.length; u++) {
        residual[u] = x[u][j];
      }
      for (int sweep = 0; sweep < sweeps; sweep++) {
        for (int k = 0; k < ITEMS; k++) {
          if (k != j) {
            double product = 0;
            double square = 0;
            for (int u = 0; u < x.length; u++) {
              product += x[u][k] * (residual[u] + x[u][k] * b[k][j]);
              square += x[u][k] * x[u][k];
            }
            double soft = Math.signum(product) * Math.max(0, Math.abs(product) - l1);
            double updated = (isNonNegative ? Math.max(0, soft) : soft) / (square + l2);
            for (int u = 0; u < x.length; u++) {
              residual[u] -= x[u][k] * (updated - b[k][j]);
            }
            b[k][j] = updated;
          }
        }
      }
    }
    return b;
  }

  private static double objective(double[][] b, double l1, double l2) {
    double sum = 0;
    for (int u = 0; u < ROWS.rows(); u++) {
      double[] residual = new double[ITEMS];
      for (int k = ROWS.start(u); k < ROWS.end(u); k++) {
        residual[ROWS.index(k)] += ROWS.value(k);
        for (int j = 0; j < ITEMS; j++) {
          residual[j] -= ROWS.value(k) * b[ROWS.index(k)][j];
        }
      }
      for (double each : residual) {
        sum += each * each / 2;
      }
    }
    for (double[] row : b) {
      for (double weight : row) {
        sum += l2 / 2 * weight * weight + l1 * Math.abs(weight);
      }
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"0.5,3,true", "0.5,3,false", "0,10,true", "4,0,true", "4,0,false"})
  void isTheMinimumOfCoordinateDescentOnTheRows(double l1, double l2, boolean isNonNegative) {
    double[][] fast = fitted(l1, l2, isNonNegative, ITEMS);
    double[][] slow = slow(l1, l2, isNonNegative, 300);
    for (int i = 0; i < ITEMS; i++) {
      for (int j = 0; j < ITEMS; j++) {
        assertEquals(slow[i][j], fast[i][j], 5e-3);
      }
    }
    double least = objective(slow, l1, l2);
    double afterOne = objective(slow(l1, l2, isNonNegative, 1), l1, l2);
    assertTrue(least < afterOne && afterOne < objective(new double[ITEMS][ITEMS], l1, l2));
    assertEquals(least, objective(fast, l1, l2), 1e-4 * least);
  }

  /** Karush, Kuhn and Tucker: the gradient is -l1 sign(w) where w is not 0, else within l1. */
  @ParameterizedTest
  @CsvSource({"0.5,3,true", "2,5,false"})
  void conditionsOfTheMinimumHold(double l1, double l2, boolean isNonNegative) {
    double[][] b = fitted(l1, l2, isNonNegative, ITEMS);
    double[][] gram = DenseGram.of(ROWS);
    int zeroes = 0;
    for (int j = 0; j < ITEMS; j++) {
      assertEquals(0, b[j][j]);
      for (int k = 0; k < ITEMS; k++) {
        double gradient = l2 * b[k][j] - gram[k][j];
        for (int l = 0; l < ITEMS; l++) {
          gradient += gram[k][l] * b[l][j];
        }
        if (k != j && b[k][j] != 0) {
          assertEquals(-l1 * Math.signum(b[k][j]), gradient, 2e-2);
          assertTrue(!isNonNegative || b[k][j] > 0);
        } else if (k != j) {
          zeroes++;
          assertTrue(gradient >= -l1 - 2e-2 && (isNonNegative || gradient <= l1 + 2e-2));
        }
      }
    }
    assertTrue(zeroes > 50, "" + zeroes);
  }

  @Test
  void neighboursAreTheCandidates() {
    double[][] b = fitted(0, 5, false, 3);
    for (int j = 0; j < ITEMS; j++) {
      int count = 0;
      for (int i = 0; i < ITEMS; i++) {
        count += b[i][j] != 0 ? 1 : 0;
      }
      assertEquals(3, count);
    }
  }

  @Test
  void onePenaltyIsAboveZero() {
    assertThrows(RuntimeException.class, () -> Recipes.of("slim", "l1 = 0", "l2 = 0"));
    assertThrows(RuntimeException.class, () -> Recipes.of("slim", "l1 = -1"));
  }
}
