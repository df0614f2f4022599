package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.vector.VectorKernels;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelsTest {
  private static final Kernels SCALAR = new ScalarKernels(16);
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  @Test
  void vectorAndScalarCodeGiveTheSameBits() {
    Kernels vector = new VectorKernels();
    String name = vector.name();
    int lanes = Integer.parseInt(name.replaceAll("\\D", ""));
    assertEquals("Vector API, " + lanes + " lanes", name);
    Kernels scalar = new ScalarKernels(lanes);
    for (long seed = 0; seed < 40; seed++) {
      int[] expected = KernelDigest.results(scalar, seed);
      assertArrayEquals(expected, KernelDigest.results(vector, seed), "seed " + seed);
    }
  }

  @Test
  void surefireChoosesScalarCode() {
    Kernels kernels = Kernels.get();
    assertSame(kernels, Kernels.get());
    assertEquals("scalar Java, 16 lanes", kernels.name());
    assertEquals("requested by nocturne.kernels=scalar", kernels.fallBackReason().orElseThrow());
  }

  @Test
  void vectorCodeIsChosenIfPresent() {
    assertTrue(VectorApi.isPresent());
    assertTrue(VectorApi.choose("auto", true) instanceof VectorKernels);
    assertTrue(VectorApi.choose("vector", true).fallBackReason().isEmpty());
    assertEquals(
        "Java runs without --add-modules jdk.incubator.vector",
        VectorApi.choose("auto", false).fallBackReason().orElseThrow());
    assertEquals(
        "The Vector API is not available (requested by nocturne.kernels=vector): start Java with"
            + " --add-modules jdk.incubator.vector, or set nocturne.kernels to auto or scalar",
        assertThrows(IllegalStateException.class, () -> VectorApi.choose("vector", false))
            .getMessage());
    assertEquals(
        "Invalid nocturne.kernels: fast (expected auto, vector or scalar)",
        assertThrows(IllegalStateException.class, () -> VectorApi.choose("fast", true))
            .getMessage());
  }

  @Test
  void sumsAreComputedByLanes() {
    float[] x = {9, 1e8f, 1, -1e8f, 1, 9};
    assertEquals(2, new ScalarKernels(2).sum(x, 1, 4), "(1e8 - 1e8) + (1 + 1)");
    assertEquals(1, new ScalarKernels(1).sum(x, 1, 4), "1e8 swallows the first 1");
    assertEquals(0, SCALAR.sum(x, 6, 0));
    assertEquals(2, new ScalarKernels(2).sumOfSquares(new float[] {1, 1}, 0, 2));
  }

  @Test
  void innerProducts() {
    float[] x = {9, 1e8f, 1, -1e8f, 1, 9};
    float[] y = {1, 2, 1, 2};
    assertEquals(2, new ScalarKernels(2).dot(x, 1, new float[] {7, 1, 1, 1, 1}, 1, 4));
    assertEquals(1, new ScalarKernels(1).dot(x, 1, new float[] {7, 1, 1, 1, 1}, 1, 4));
    assertEquals(9 + 9 * 2, SCALAR.dot(new float[] {0, 9, 9}, 1, y, 2, 2));
    assertEquals(0, SCALAR.dot(x, 6, y, 4, 0));
    assertEquals(Float.NaN, SCALAR.dot(new float[] {1, Float.NaN}, 0, y, 0, 2));
  }

  /** For all widths around the number of lanes: the same bits as one sum after another. */
  @Test
  void weightedSumsOfRows() {
    float[] weights = KernelDigest.random(1, 9);
    int[] rows = {3, 0, 4, 4, 1, 2, 0, 3, 1};
    for (int width = 1; width < 140; width++) {
      float[] matrix = KernelDigest.random(width, 5 * width);
      float[] expected = new float[width];
      for (int k = 2; k < 8; k++) {
        for (int i = 0; i < width; i++) {
          expected[i] = Math.fma(weights[k], matrix[rows[k] * width + i], expected[i]);
        }
      }
      for (Kernels kernels : new Kernels[] {SCALAR, new VectorKernels()}) {
        float[] sums = KernelDigest.random(3, width);
        kernels.weightedSum(weights, rows, 2, 8, matrix, width, sums);
        assertArrayEquals(expected, sums, kernels.name() + ", width " + width);
        kernels.weightedSum(weights, rows, 2, 2, matrix, width, sums);
        assertArrayEquals(new float[width], sums, "of no rows");
      }
    }
  }

  /** For all lengths around the number of lanes, up to the rounding of a sum of products. */
  @Test
  void innerProductsMatchDoubles() {
    float[] x = KernelDigest.random(1, 200);
    float[] y = KernelDigest.random(2, 200);
    for (Kernels kernels : new Kernels[] {SCALAR, new VectorKernels()}) {
      for (int length = 0; length < 140; length++) {
        double expected = 0;
        double size = 0;
        for (int i = 0; i < length; i++) {
          expected += (double) x[3 + i] * y[50 + i];
          size += Math.abs((double) x[3 + i] * y[50 + i]);
        }
        assertEquals(expected, kernels.dot(x, 3, y, 50, length), 1e-6 * size, "of " + length);
      }
      assertEquals(kernels.sumOfSquares(x, 3, 77), kernels.dot(x, 3, x, 3, 77));
    }
  }

  @Test
  void maximaMatchMathMax() {
    float[] x = {1, 2, Float.NaN};
    assertEquals(2, SCALAR.max(x, 0, 2));
    assertEquals(Float.NaN, SCALAR.max(x, 0, 3));
    assertEquals(-INFINITY, SCALAR.max(x, 0, 0));
    assertEquals(5, SCALAR.addThenMax(x, 0, new float[] {9, 4, 0}, 1, 2));
    assertArrayEquals(new float[] {5, 2, Float.NaN}, x);
  }

  @Test
  void findsTheFirstAboveABound() {
    for (Kernels kernels : List.of(SCALAR, new VectorKernels())) {
      float[] x = new float[100];
      assertEquals(99, kernels.firstAbove(x, 3, 96, 0), "none: the end");
      assertEquals(3, kernels.firstAbove(x, 3, 0, -1), "nothing to look at");
      assertEquals(3, kernels.firstAbove(x, 3, 96, -1));
      for (int at = 3; at < 99; at++) {
        x[2] = 1;
        x[at] = 1;
        x[99] = 1;
        assertEquals(at, kernels.firstAbove(x, 3, 96, 0));
        assertEquals(99, kernels.firstAbove(x, 3, 96, 1), "as large is not above");
        x[at] = Float.NaN;
        assertEquals(at, kernels.firstAbove(x, 3, 96, INFINITY), "NaN");
        x[at] = 0;
      }
    }
  }

  @Test
  void softmaxSumsToOne() {
    Random random = new Random(7);
    float[] x = new float[1000];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (1000 + 20 * random.nextGaussian());
    }
    x[3] = -INFINITY;
    float[] given = x.clone();
    SCALAR.softmax(x, 1, 998);
    assertEquals(1, SCALAR.sum(x, 1, 998), 1e-6);
    assertEquals(0, x[3]);
    assertEquals(given[0], x[0]);
    assertEquals(given[999], x[999]);
    assertEquals(Math.exp(given[5] - given[9]), x[5] / x[9], 1e-5 * x[5] / x[9]);
    float[] spoilt = {1, INFINITY};
    SCALAR.softmax(spoilt, 0, 2);
    assertEquals(Float.NaN, spoilt[1]);
  }

  @Test
  void softmaxOverTilesMatchesSoftmax() {
    float[] x = {1, 2, 3, 4, 5};
    float max = Math.max(SCALAR.max(x, 0, 2), SCALAR.max(x, 2, 3));
    float sum = SCALAR.expThenSum(x, 0, max, 2) + SCALAR.expThenSum(x, 2, max, 3);
    SCALAR.scale(1 / sum, x, 0, 5);
    float[] whole = {1, 2, 3, 4, 5};
    SCALAR.softmax(whole, 0, 5);
    assertArrayEquals(whole, x, 1e-7f);
  }

  @Test
  void normalizesToLengthOne() {
    assertArrayEquals(new float[] {9, 0.6f, -0.8f, 9}, normalized(9, 3, -4, 9), 1e-7f);
    assertArrayEquals(new float[] {9, 0, -0f, 9}, normalized(9, 0, -0f, 9));
    assertArrayEquals(new float[] {9, 0.6f, 0.8f, 9}, normalized(9, 3e30f, 4e30f, 9), 1e-7f);
    assertArrayEquals(new float[] {9, 1e-3f, 0, 9}, normalized(9, 1e-15f, 0, 9), 1e-9f);
    assertEquals(Float.NaN, normalized(9, Float.NaN, 1, 9)[2]);
  }

  @Test
  void adamMatchesThePaper() {
    int n = 37;
    float[] theta = KernelDigest.random(1, n + 2);
    float[] gradient = KernelDigest.random(2, n + 5);
    float[] m = new float[n + 2];
    float[] v = new float[n + 2];
    double[] exact = new double[n];
    double[] exactM = new double[n];
    double[] exactV = new double[n];
    for (int i = 0; i < n; i++) {
      exact[i] = theta[i + 1];
    }
    float first = theta[0];
    for (int t = 1; t <= 50; t++) {
      float[] given = t % 5 == 0 ? null : gradient;
      AdamStep step = AdamStep.of(0.01, 0.9, 0.999, 1e-8, 0.1, t);
      SCALAR.adam(step, theta, 1, given, 5, m, v, n);
      for (int i = 0; i < n; i++) {
        double g = (given == null ? 0 : given[i + 5]) + 0.1 * exact[i];
        exactM[i] = 0.9 * exactM[i] + 0.1 * g;
        exactV[i] = 0.999 * exactV[i] + 0.001 * g * g;
        double mean = exactM[i] / (1 - Math.pow(0.9, t));
        double square = exactV[i] / (1 - Math.pow(0.999, t));
        exact[i] -= 0.01 * mean / (Math.sqrt(square) + 1e-8);
      }
    }
    for (int i = 0; i < n; i++) {
      assertEquals(exact[i], theta[i + 1], 1e-4, "element " + i);
    }
    assertEquals(first, theta[0]);
    assertEquals(0, m[0] + m[n + 1] + v[0] + v[n + 1]);
  }

  @Test
  void adamStepsAreChecked() {
    AdamStep step = AdamStep.of(0.5, 0.75, 0.75, 0, 0, 1);
    assertEquals(2, step.rate());
    assertEquals(2, step.vScale());
    assertThrows(IllegalArgumentException.class, () -> AdamStep.of(1, 0.9, 0.999, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> AdamStep.of(1, 1, 0.999, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> AdamStep.of(1, 0.9, -1, 0, 0, 1));
  }

  @Test
  void rejectsSlicesOutsideTheirArrays() {
    float[] x = new float[20];
    assertThrows(IndexOutOfBoundsException.class, () -> SCALAR.exp(x, 15, 6));
    assertThrows(IndexOutOfBoundsException.class, () -> new VectorKernels().exp(x, 15, 16));
    assertThrows(IllegalArgumentException.class, () -> new ScalarKernels(0));
    assertFalse(SCALAR.fallBackReason().isPresent());
  }

  private static float[] normalized(float... x) {
    SCALAR.normalize(x, 1, x.length - 2);
    return x;
  }
}
