package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.vector.VectorKernels;
import io.nocturne.math.vector.VectorSgemm;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SgemmTest {
  private static final float NAN = Float.NaN;

  static Sgemm[] all() {
    Sgemm chosen = new BlasSgemm(Blas.get());
    return new Sgemm[] {chosen, new BlasSgemm(Blas.plainJava()), new VectorSgemm()};
  }

  @ParameterizedTest
  @MethodSource("all")
  void multipliesSlicesOfAnyShape(Sgemm sgemm) {
    Random random = new Random(5);
    float[] factors = {0, 1, -0.75f};
    for (int i = 0; i < 60; i++) {
      int m = 1 + random.nextInt(20);
      int n = 1 + random.nextInt(70);
      int k = 1 + random.nextInt(30);
      Case given = new Case(i % 2 == 1, i / 2 % 2 == 1, m, n, k, random);
      given.check(sgemm, factors[i % 3], factors[i / 3 % 3]);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void multipliesMoreThanABlock(Sgemm sgemm) {
    Random random = new Random(6);
    new Case(false, false, 7, 33, 650, random).check(sgemm, 2, 3);
    new Case(true, true, 5, 31, 321, random).check(sgemm, 2, 0);
    new Case(false, true, 250, 5, 4, random).check(sgemm, 2, 3);
    new Case(true, false, 3, 1030, 4, random).check(sgemm, 2, 1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void betaZeroDoesNotReadC(Sgemm sgemm) {
    float[] c = {9, NAN, NAN, 9};
    float[] a = {1, 2, 3, 4};
    sgemm.multiply(false, false, 2, 1, 2, 1, a, 0, 2, a, 0, 1, 0, c, 1, 1);
    assertArrayEquals(new float[] {9, 5, 11, 9}, c);
    c[1] = NAN;
    sgemm.multiply(false, false, 2, 1, 2, 0, new float[] {NAN, 1, 1, 1}, 0, 2, a, 0, 1, 0, c, 1, 1);
    assertArrayEquals(new float[] {9, 0, 0, 9}, c);
  }

  @ParameterizedTest
  @MethodSource("all")
  void acceptsEmptyMatrices(Sgemm sgemm) {
    float[] x = {1, 2};
    float[] c = {3, 4};
    sgemm.multiply(false, false, 1, 2, 0, 1, x, 0, 1, x, 0, 2, 0.5f, c, 0, 2);
    assertArrayEquals(new float[] {1.5f, 2}, c);
    sgemm.multiply(false, false, 0, 2, 1, 1, x, 0, 1, x, 0, 2, 0, c, 0, 2);
    sgemm.multiply(false, false, 2, 0, 1, 1, x, 0, 1, x, 0, 9, 0, c, 0, 9);
    assertArrayEquals(new float[] {1.5f, 2}, c);
  }

  @ParameterizedTest
  @MethodSource("all")
  void rejectsMatricesOutsideTheirArrays(Sgemm sgemm) {
    float[] x = new float[6];
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> sgemm.multiply(false, false, 2, 2, 2, 1, x, 3, 2, x, 0, 2, 0, x, 0, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> sgemm.multiply(false, false, 2, 2, 2, 1, x, 0, 1, x, 0, 2, 0, x, 0, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> sgemm.multiply(false, false, -1, 2, 2, 1, x, 0, 2, x, 0, 2, 0, x, 0, 2));
  }

  @Test
  void prefersOpenBlasToScalarCode() {
    Blas plain = Blas.choose("java", () -> null);
    Blas blas = new Blas("native", plain.blas(), plain.lapack(), null);
    Kernels scalar = VectorApi.choose("scalar", true);
    assertEquals("native", VectorApi.choose(blas, new VectorKernels(), null).name());
    assertEquals("netlib Java11BLAS", VectorApi.choose(plain, scalar, null).name());
    Sgemm vector = VectorApi.choose(plain, new VectorKernels(), null);
    assertEquals("Vector API", vector.name());
    assertSame(Sgemm.get(), Sgemm.get());
  }

  @Test
  void skipsOpenBlasWithNarrowVectors() {
    Blas plain = Blas.plainJava();
    Blas blas = new Blas("native", plain.blas(), plain.lapack(), null);
    Kernels vector = new VectorKernels();
    boolean wide = vector.lanes() >= 16;
    assertEquals("native", VectorApi.choose(blas, vector, "SKYLAKEX").name());
    assertEquals(!wide, VectorApi.choose(blas, vector, "HASWELL").name().equals("native"));
    Kernels scalar = VectorApi.choose("scalar", true);
    assertEquals("native", VectorApi.choose(blas, scalar, "HASWELL").name());
  }

  /** Random matrices inside arrays of NaN, which must not be read. */
  private record Case(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[][] x,
      int[] from,
      int[] ld) {

    Case(boolean transposeA, boolean transposeB, int m, int n, int k, Random random) {
      this(transposeA, transposeB, m, n, k, new float[3][], new int[3], new int[3]);
      place(0, transposeA ? k : m, transposeA ? m : k, random);
      place(1, transposeB ? n : k, transposeB ? k : n, random);
      place(2, m, n, random);
    }

    private void place(int matrix, int rows, int columns, Random random) {
      from[matrix] = random.nextInt(5);
      ld[matrix] = columns + random.nextInt(4);
      x[matrix] = new float[from[matrix] + rows * ld[matrix] + 3];
      Arrays.fill(x[matrix], NAN);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          x[matrix][from[matrix] + i * ld[matrix] + j] = (float) random.nextGaussian();
        }
      }
    }

    void check(Sgemm sgemm, float alpha, float beta) {
      float[] c = x[2].clone();
      sgemm.multiply(
          transposeA,
          transposeB,
          m,
          n,
          k,
          alpha,
          x[0],
          from[0],
          ld[0],
          x[1],
          from[1],
          ld[1],
          beta,
          c,
          from[2],
          ld[2]);
      float[] expected = x[2].clone();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          int at = from[2] + i * ld[2] + j;
          expected[at] = (float) (alpha * dot(i, j) + beta * x[2][at]);
        }
      }
      assertArrayEquals(expected, c, 1e-4f, () -> sgemm.name() + ": " + this);
    }

    private double dot(int i, int j) {
      double sum = 0;
      for (int d = 0; d < k; d++) {
        float a = x[0][from[0] + (transposeA ? d * ld[0] + i : i * ld[0] + d)];
        float b = x[1][from[1] + (transposeB ? j * ld[1] + d : d * ld[1] + j)];
        sum += (double) a * b;
      }
      return sum;
    }
  }
}
