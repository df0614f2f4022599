package io.nocturne.math.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Blas;
import io.nocturne.math.BreezeInverse;
import io.nocturne.math.SplitMix64;
import io.nocturne.math.SymmetricTiles;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floats against Breeze's inverse in doubles. */
class FloatCholeskyTest {
  private static final int TILE = 16;
  private static final int[] SIZES = {1, 2, TILE - 1, TILE, TILE + 1, 2 * TILE, 5 * TILE + 3};

  @Test
  void agreesWithBreeze() {
    for (int n : SIZES) {
      SymmetricTiles expected = positiveDefinite(n, TILE);
      new BreezeInverse().invert(expected);
      for (Blas blas : List.of(Blas.get(), Blas.plainJava())) {
        SymmetricFloats actual = floats(n, TILE);
        new FloatCholesky(2, blas).invert(actual, share -> {});
        assertEqual(expected, actual, 2e-6);
      }
    }
  }

  @Test
  void manyArraysAgreeToo() {
    int n = 12 * 256 + 44; // 91 tiles, 63 to an array
    SymmetricFloats actual = new SymmetricFloats(n);
    assertEquals(2, actual.arrays().length);
    assertEquals(
        SymmetricFloats.bytes(n), 4L * (actual.arrays()[0].length + actual.arrays()[1].length));
    for (int i = 0; i < n; i++) {
      actual.set(i, i, 4);
      actual.set(i, (i + 700) % n, 1);
    }
    double[] vector = new double[n];
    vector[5] = 1;
    vector[n - 1] = -2;
    double[] product = SymmetricProduct.of(actual, vector, 1, 2);
    for (int i = 0; i < n; i++) {
      assertEquals(actual.get(i, 5) - 2.0 * actual.get(i, n - 1), product[i]);
    }
    new FloatCholesky(2).invert(actual, share -> {});
    assertArrayEquals(vector, SymmetricProduct.of(actual, product, 1, 2), 1e-5);
  }

  @Test
  void bytesDoNotDependOnThreads() {
    SymmetricFloats one = floats(11 * TILE + 5, TILE);
    new FloatCholesky(1).invert(one, share -> {});
    for (int threads : new int[] {2, 4}) {
      SymmetricFloats many = floats(11 * TILE + 5, TILE);
      new FloatCholesky(threads).invert(many, share -> {});
      for (int a = 0; a < one.arrays().length; a++) {
        assertArrayEquals(one.arrays()[a], many.arrays()[a]);
      }
    }
  }

  @Test
  void rejectsIndefiniteMatricesWithThePivot() {
    for (int pivot : new int[] {0, 3, TILE, 2 * TILE + 1, 52}) {
      for (float bad : new float[] {0, -1, Float.NaN}) {
        SymmetricFloats a = new SymmetricFloats(53, TILE);
        for (int i = 0; i < 53; i++) {
          a.set(i, i, i == pivot ? bad : 2);
        }
        assertTrue(
            assertThrows(
                    ArithmeticException.class, () -> new FloatCholesky(2).invert(a, share -> {}))
                .getMessage()
                .contains("pivot " + pivot + " of 53"));
      }
    }
  }

  @Test
  void stripsAreRoundedOnce() {
    SymmetricFloats floats = new SymmetricFloats(3, 2);
    floats.setStrip(0, new double[] {1, 16_777_217, 16_777_217, 2});
    floats.setStrip(1, new double[] {.1, 3, 5});
    assertEquals(16_777_216f, floats.get(0, 1));
    assertEquals(.1f, floats.get(0, 2));
    assertEquals(3f, floats.get(2, 1));
    assertArrayEquals(new float[] {1, 2, 5}, floats.diagonal());
    assertThrows(IllegalArgumentException.class, () -> floats.setStrip(1, new double[2]));
  }

  /** Strips of 256 rows of tiles of 512: some end within a tile on the diagonal. */
  @Test
  void stripsMayBeLowerThanTiles() {
    int n = 1_100;
    SymmetricFloats floats = new SymmetricFloats(n, 512);
    assertEquals(5, floats.strips());
    for (int s = 0; s < floats.strips(); s++) {
      int first = floats.stripFirst(s);
      int width = floats.stripEnd(s);
      double[] strip = new double[(width - first) * width];
      for (int i = first; i < width; i++) {
        for (int j = 0; j < width; j++) {
          strip[(i - first) * width + j] = element(i, j);
        }
      }
      floats.setStrip(s, strip);
    }
    for (int r = 0; r < floats.tileRows(); r++) {
      for (int c = 0; c <= r; c++) {
        for (int i = 0; i < floats.size(r); i++) {
          float[] expected = new float[floats.size(c)];
          for (int j = 0; j < expected.length; j++) {
            expected[j] = element(floats.first(r) + i, floats.first(c) + j);
          }
          int from = floats.offset(r, c) + i * 512;
          assertArrayEquals(
              expected, Arrays.copyOfRange(floats.array(r, c), from, from + expected.length));
        }
      }
    }
  }

  @Test
  void rejectsOtherTiles() {
    assertThrows(IllegalArgumentException.class, () -> new SymmetricFloats(1_000, 300));
    float[][] given = {new float[12]};
    assertEquals(3, SymmetricFloats.of(3, 2, given).n());
    assertThrows(
        IllegalArgumentException.class,
        () -> SymmetricFloats.of(3, 2, new float[][] {new float[8]}));
  }

  private static float element(int i, int j) {
    return Math.max(i, j) * 2_000 + Math.min(i, j);
  }

  @Test
  void largerMatricesHaveLargerTiles() {
    assertEquals(200, SymmetricFloats.tileSize(200));
    assertEquals(256, SymmetricFloats.tileSize(8_191));
    assertEquals(512, SymmetricFloats.tileSize(8_192));
    assertEquals(2 * 50_000L * 50_000, SymmetricFloats.bytes(50_000), 100e6, "half of n^2 floats");
  }

  @Test
  void productsOfDoublesAndFloatsAgree() {
    int n = 3 * TILE + 5;
    double[] vectors = new double[2 * n];
    SplitMix64 random = new SplitMix64(4);
    for (int k = 0; k < vectors.length; k++) {
      vectors[k] = random.nextDouble() - .5;
    }
    double[] doubles = SymmetricProduct.of(positiveDefinite(n, TILE), vectors, 2, 2);
    assertArrayEquals(doubles, SymmetricProduct.of(floats(n, TILE), vectors, 2, 1), 1e-6);
    double sum = 0;
    SymmetricTiles a = positiveDefinite(n, TILE);
    for (int j = 0; j < n; j++) {
      sum += a.get(20, j) * vectors[2 * j + 1];
    }
    assertEquals(sum, doubles[41], 1e-12);
  }

  private static SymmetricFloats floats(int n, int tile) {
    SymmetricFloats floats = new SymmetricFloats(n, tile);
    floats.set(positiveDefinite(n, tile));
    return floats;
  }

  private static SymmetricTiles positiveDefinite(int n, int tile) {
    SymmetricTiles a = new SymmetricTiles(n, tile);
    SplitMix64 random = new SplitMix64(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a.set(i, j, random.nextDouble() - .5);
      }
    }
    a.addToDiagonal(.5 + 1.2 * Math.sqrt(n));
    return a;
  }

  private static void assertEqual(SymmetricTiles expected, SymmetricFloats actual, double delta) {
    for (int i = 0; i < expected.n(); i++) {
      for (int j = 0; j < expected.n(); j++) {
        assertEquals(expected.get(i, j), actual.get(i, j), delta, i + ", " + j);
      }
    }
  }
}
