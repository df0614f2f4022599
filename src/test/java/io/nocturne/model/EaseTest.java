package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.BreezeInverse;
import io.nocturne.math.SplitMix64;
import io.nocturne.math.SymmetricInverse;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.TiledCholesky;
import io.nocturne.nn.parameter.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EaseTest {
  private static final int USERS = 60;
  private static final int ITEMS = 23;
  private static final SymmetricInverse NOT_INVERTED = (matrix, progress) -> {};

  @ParameterizedTest
  @ValueSource(doubles = {.5, 10, 500})
  void matchesTheTextbook(double lambda) {
    double[][] gram = gram(interactions(7));
    double[][] expected = textbook(gram, lambda);
    for (SymmetricInverse inverse : List.of(new BreezeInverse(), new TiledCholesky(2))) {
      for (int tileSize : new int[] {4, ITEMS, SymmetricTiles.TILE_SIZE}) {
        double[][] actual = fit(gram, tileSize, lambda, inverse);
        for (int i = 0; i < ITEMS; i++) {
          assertArrayEquals(expected[i], actual[i], 1e-6, inverse + ", tiles of " + tileSize);
        }
      }
    }
  }

  @Test
  void diagonalIsZero() {
    double[][] b = fit(gram(interactions(8)), 8, 3, new TiledCholesky(1));
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(0.0, b[i][i]);
    }
  }

  /**
   * The gradient of |X - X B|^2 + lambda |B|^2 by B is 2 (X'X (B - I) + lambda B); at the minimum
   * with a zero diagonal, it is zero off the diagonal.
   */
  @ParameterizedTest
  @ValueSource(doubles = {.5, 10, 500})
  void gradientIsZeroOffTheDiagonal(double lambda) {
    double[][] gram = gram(interactions(9));
    double[][] b = fit(gram, 8, lambda, new TiledCholesky(2));
    for (int i = 0; i < ITEMS; i++) {
      for (int j = 0; j < ITEMS; j++) {
        double gradient = lambda * b[i][j];
        for (int k = 0; k < ITEMS; k++) {
          gradient += gram[i][k] * (b[k][j] - (k == j ? 1 : 0));
        }
        if (i != j) { // B is stored in floats, and the Gram matrix has sums of several hundred
          assertEquals(0, gradient, 1e-3, i + ", " + j);
        }
      }
    }
  }

  @Test
  void itemsWithoutUsersHaveNoWeight() {
    double[][] x = interactions(10);
    for (double[] row : x) {
      row[5] = 0;
    }
    double[][] b = fit(gram(x), 8, 10, new TiledCholesky(1));
    for (int k = 0; k < ITEMS; k++) {
      assertEquals(0, b[5][k], 0.0);
      assertEquals(0, b[k][5], 0.0);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NEGATIVE_INFINITY, Double.NaN})
  void rejectsLambdaOfZero(double lambda) {
    assertEquals(
        "Invalid lambda: " + lambda + " (expected more than 0)",
        assertThrows(
                IllegalArgumentException.class,
                () -> Ease.fit(new SymmetricTiles(2), lambda, NOT_INVERTED, share -> {}))
            .getMessage());
  }

  /** 3,000 items have parts of 4,194,304 / 3,000 = 1,398 rows: 1,398 + 1,398 + 204. */
  @Test
  void largeModelsHavePartsOfWholeRows() {
    int items = 3000;
    SymmetricTiles p = new SymmetricTiles(items);
    p.addToDiagonal(3); // plus a lambda of 1, so -P_ij / P_jj is -P_ij / 4
    p.set(1398, 0, 8);
    p.set(2999, 1397, 12);
    float[][] parts = parts(Ease.fit(p, 1, NOT_INVERTED, share -> {}));
    assertEquals(3, parts.length);
    assertEquals(1398 * items, parts[0].length);
    assertEquals(1398 * items, parts[1].length);
    assertEquals(204 * items, parts[2].length);
    assertEquals(-2f, parts[0][1398]); // row 0
    assertEquals(-2f, parts[1][0]); // row 1398
    assertEquals(-3f, parts[0][1397 * items + 2999]); // row 1397
    assertEquals(-3f, parts[2][(2999 - 2 * 1398) * items + 1397]);
    int others = 0;
    for (float[] part : parts) {
      for (float weight : part) {
        others += weight == 0 ? 0 : 1;
      }
    }
    assertEquals(4, others);
  }

  @Test
  void bytesAreThoseOfTheGramMatrixAndB() {
    // one tile of 10 x 10 doubles, and 10 x 10 floats
    assertEquals(10 * 10 * 8 + 10 * 10 * 4, Ease.bytes(10));
    // 40,000 items: 156 full tiles per side and 64 rows; more than an int holds
    long whole = 156L * 157 / 2 * 256 * 256;
    long rest = 64L * (156 * 256 + 64);
    assertEquals(8 * (whole + rest) + 4L * 40_000 * 40_000, Ease.bytes(40_000));
  }

  @Test
  void reportsProgress() {
    double[] last = new double[1];
    SymmetricTiles tiles = tiles(gram(interactions(3)), 8);
    Ease.fit(tiles, 1, new TiledCholesky(1), share -> last[0] = share);
    assertEquals(1, last[0]);
  }

  private static float[][] parts(Parameters parameters) {
    return parameters.floats(ItemWeights.BLOCK).arrays();
  }

  private static double[][] fit(
      double[][] gram, int tileSize, double lambda, SymmetricInverse inverse) {
    float[][] parts = parts(Ease.fit(tiles(gram, tileSize), lambda, inverse, share -> {}));
    assertEquals(1, parts.length);
    double[][] b = new double[gram.length][gram.length];
    for (int k = 0; k < parts[0].length; k++) {
      b[k / gram.length][k % gram.length] = parts[0][k];
    }
    return b;
  }

  private static SymmetricTiles tiles(double[][] gram, int tileSize) {
    SymmetricTiles tiles = new SymmetricTiles(gram.length, tileSize);
    for (int i = 0; i < gram.length; i++) {
      for (int j = 0; j <= i; j++) {
        tiles.set(i, j, gram[i][j]);
      }
    }
    return tiles;
  }

  /** [users x items], a fifth of it filled, with weights of 1 to 5. */
  private static double[][] interactions(long seed) {
    SplitMix64 random = new SplitMix64(seed);
    double[][] x = new double[USERS][ITEMS];
    for (double[] row : x) {
      for (int j = 0; j < ITEMS; j++) {
        row[j] = random.nextDouble() < .2 ? 1 + random.nextInt(5) : 0;
      }
    }
    return x;
  }

  private static double[][] gram(double[][] x) {
    double[][] gram = new double[ITEMS][ITEMS];
    for (double[] row : x) {
      for (int i = 0; i < ITEMS; i++) {
        for (int j = 0; j < ITEMS; j++) {
          gram[i][j] += row[i] * row[j];
        }
      }
    }
    return gram;
  }

  /** As in the listing of the paper: P = inv(G + lambda I); B = P / -diag(P); diag(B) = 0. */
  private static double[][] textbook(double[][] gram, double lambda) {
    double[][] a = new double[gram.length][];
    for (int i = 0; i < gram.length; i++) {
      a[i] = gram[i].clone();
      a[i][i] += lambda;
    }
    double[][] p = inverse(a);
    double[][] b = new double[p.length][p.length];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        b[i][j] = i == j ? 0 : p[i][j] / -p[j][j];
      }
    }
    return b;
  }

  /** Gauss-Jordan with partial pivoting; destroys {@code a}. */
  private static double[][] inverse(double[][] a) {
    int n = a.length;
    double[][] inverse = new double[n][n];
    for (int i = 0; i < n; i++) {
      inverse[i][i] = 1;
    }
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int i = column; i < n; i++) {
        pivot = Math.abs(a[i][column]) > Math.abs(a[pivot][column]) ? i : pivot;
      }
      swap(a, column, pivot);
      swap(inverse, column, pivot);
      double scale = 1 / a[column][column];
      for (int j = 0; j < n; j++) {
        a[column][j] *= scale;
        inverse[column][j] *= scale;
      }
      for (int i = 0; i < n; i++) {
        double factor = i == column ? 0 : a[i][column];
        for (int j = 0; j < n; j++) {
          a[i][j] -= factor * a[column][j];
          inverse[i][j] -= factor * inverse[column][j];
        }
      }
    }
    return inverse;
  }

  private static void swap(double[][] rows, int i, int j) {
    double[] row = rows[i];
    rows[i] = rows[j];
    rows[j] = row;
  }
}
