package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link SymmetricInverse}, and of {@link TiledCholesky} in particular. */
class SymmetricInverseTest {
  private static final int TILE = 16;
  private static final int[] SIZES = {1, 2, TILE - 1, TILE, TILE + 1, 2 * TILE, 5 * TILE + 3};

  @Test
  void inverseTimesMatrixIsTheIdentity() {
    for (SymmetricInverse inverse : all()) {
      for (int n : SIZES) {
        SymmetricTiles a = positiveDefinite(n);
        SymmetricTiles inverted = positiveDefinite(n);
        inverse.invert(inverted);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            double product = 0;
            for (int k = 0; k < n; k++) {
              product += a.get(i, k) * inverted.get(k, j);
            }
            assertEquals(i == j ? 1 : 0, product, 1e-11, inverse + " n=" + n + " " + i + "," + j);
          }
        }
      }
    }
  }

  @Test
  void allAgreeWithBreeze() {
    for (int n : SIZES) {
      SymmetricTiles expected = positiveDefinite(n);
      new BreezeInverse().invert(expected);
      for (SymmetricInverse inverse : all()) {
        SymmetricTiles actual = positiveDefinite(n);
        inverse.invert(actual);
        assertArrayEquals(elements(expected), elements(actual), 1e-12, inverse + " n=" + n);
      }
    }
  }

  @Test
  void diagonalTilesStaySymmetric() {
    SymmetricTiles a = positiveDefinite(TILE);
    new TiledCholesky(1).invert(a);
    double[] tile = a.tile(0, 0);
    for (int i = 0; i < TILE; i++) {
      for (int j = 0; j < TILE; j++) {
        assertEquals(tile[i * TILE + j], tile[j * TILE + i]);
      }
    }
  }

  @Test
  void bytesDoNotDependOnThreads() {
    for (Blas blas : List.of(Blas.get(), Blas.plainJava())) {
      SymmetricTiles one = positiveDefinite(11 * TILE + 5);
      new TiledCholesky(1, blas).invert(one);
      for (int threads : new int[] {1, 2, 4, 7}) {
        SymmetricTiles many = positiveDefinite(11 * TILE + 5);
        new TiledCholesky(threads, blas).invert(many);
        assertArrayEquals(elements(one), elements(many), blas.name() + " on " + threads);
      }
    }
  }

  @Test
  void worksWithTheDefaultTileSize() {
    int n = SymmetricTiles.TILE_SIZE + 44;
    SymmetricTiles whole = new SymmetricTiles(n);
    SymmetricTiles small = positiveDefinite(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        whole.set(i, j, small.get(i, j));
      }
    }
    new TiledCholesky(4).invert(whole);
    new BreezeInverse().invert(small);
    assertArrayEquals(elements(small), elements(whole), 1e-12);
  }

  @Test
  void rejectsIndefiniteMatricesWithThePivot() {
    int n = 3 * TILE + 5;
    for (SymmetricInverse inverse : all()) {
      for (int pivot : new int[] {0, 3, TILE - 1, TILE, 2 * TILE + 1, n - 1}) {
        for (double bad : new double[] {0, -1, Double.NaN}) {
          SymmetricTiles a = new SymmetricTiles(n, TILE);
          a.addToDiagonal(2);
          a.set(pivot, pivot, bad);
          ArithmeticException thrown =
              assertThrows(ArithmeticException.class, () -> inverse.invert(a));
          assertEquals(
              "Matrix is not positive definite at pivot "
                  + pivot
                  + " of 53 (raise lambda, which is added to its diagonal)",
              thrown.getMessage());
        }
      }
    }
  }

  @Test
  void progressGrowsToOne() {
    for (SymmetricInverse inverse : all()) {
      List<Double> shares = new ArrayList<>();
      inverse.invert(positiveDefinite(4 * TILE), shares::add);
      double last = 0;
      for (double share : shares) {
        assertTrue(share > last && share <= 1, "shares: " + shares);
        last = share;
      }
      assertEquals(1, last);
    }
  }

  @Test
  void rejectsZeroThreads() {
    assertThrows(IllegalArgumentException.class, () -> new TiledCholesky(0));
  }

  private static List<SymmetricInverse> all() {
    return List.of(
        new BreezeInverse(), new TiledCholesky(2), new TiledCholesky(2, Blas.plainJava()));
  }

  /** Random off the diagonal, with a diagonal that keeps all eigenvalues above 0. */
  private static SymmetricTiles positiveDefinite(int n) {
    SymmetricTiles a = new SymmetricTiles(n, TILE);
    SplitMix64 random = new SplitMix64(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a.set(i, j, random.nextDouble() - .5);
      }
    }
    a.addToDiagonal(.5 + 1.2 * Math.sqrt(n));
    return a;
  }

  private static double[] elements(SymmetricTiles a) {
    double[] elements = new double[a.n() * a.n()];
    for (int i = 0; i < a.n(); i++) {
      for (int j = 0; j < a.n(); j++) {
        elements[i * a.n() + j] = a.get(i, j);
      }
    }
    return elements;
  }
}
