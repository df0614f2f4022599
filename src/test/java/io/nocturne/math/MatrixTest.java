package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Views of matrices, and their products compared with products of raw slices. */
class MatrixTest {
  static Sgemm[] all() {
    return SgemmTest.all();
  }

  private static float[] random(long seed, int length) {
    Random random = new Random(seed);
    float[] numbers = new float[length];
    for (int k = 0; k < length; k++) {
      numbers[k] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static float element(Matrix matrix, int i, int j) {
    int row = matrix.transposed() ? j : i;
    int column = matrix.transposed() ? i : j;
    return matrix.values()[matrix.from() + row * matrix.stride() + column];
  }

  @Test
  void viewsDoNotCopy() {
    float[] values = {9, 1, 2, 3, 9, 4, 5, 6};
    Matrix matrix = Matrix.of(values, 1, 2, 3, 4);
    assertSame(values, matrix.values());
    assertEquals(6, element(matrix, 1, 2));
    Matrix transposed = matrix.transpose();
    assertSame(values, transposed.values());
    assertEquals(3, transposed.rows());
    assertEquals(2, transposed.columns());
    assertEquals(6, element(transposed, 2, 1));
    assertEquals(3, element(transposed, 2, 0));
    assertEquals(matrix, transposed.transpose());
  }

  @Test
  void rowsAreContiguousWithoutAStride() {
    float[] values = new float[12];
    assertEquals(new Matrix(values, 0, 3, 4, 4, false), Matrix.of(values, 3, 4));
    assertEquals(new Matrix(values, 2, 2, 5, 5, false), Matrix.of(values, 2, 2, 5));
    assertEquals(new Matrix(values, 2, 2, 3, 7, false), Matrix.of(values, 2, 2, 3, 7));
  }

  /** With strides, each factor transposed or not, and with a previous content of C. */
  @ParameterizedTest
  @MethodSource("all")
  void productMatchesThatOfSlices(Sgemm sgemm) {
    for (int turn = 0; turn < 12; turn++) {
      boolean ta = turn % 2 == 1;
      boolean tb = turn / 2 % 2 == 1;
      float beta = new float[] {0, 1, -.5f}[turn / 4];
      float[] a = random(turn, 400);
      float[] b = random(100 + turn, 400);
      float[] c = random(200 + turn, 400);
      float[] expected = c.clone();
      Matrix left = ta ? Matrix.of(a, 3, 7, 5, 11).transpose() : Matrix.of(a, 3, 5, 7, 11);
      Matrix right = tb ? Matrix.of(b, 1, 9, 7, 13).transpose() : Matrix.of(b, 1, 7, 9, 13);
      sgemm.multiply(ta, tb, 5, 9, 7, 1, a, 3, 11, b, 1, 13, beta, expected, 2, 17);
      sgemm.multiply(left, right, beta, Matrix.of(c, 2, 5, 9, 17));
      assertArrayEquals(expected, c, 0f);
      assertEquals(
          beta * random(200 + turn, 400)[2 + 4 * 17 + 8] + dot(left, right, 4, 8),
          c[2 + 4 * 17 + 8],
          1e-5);
    }
  }

  private static double dot(Matrix left, Matrix right, int i, int j) {
    double sum = 0;
    for (int k = 0; k < left.columns(); k++) {
      sum += (double) element(left, i, k) * element(right, k, j);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("all")
  void resultIsNotReadWithoutBeta(Sgemm sgemm) {
    float[] c = {Float.NaN, Float.NaN, 9};
    float[] a = {1, 2, 3, 4};
    sgemm.multiply(Matrix.of(a, 2, 2), Matrix.of(a, 2, 1), Matrix.of(c, 2, 1));
    assertArrayEquals(new float[] {5, 11, 9}, c);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 3, 4, 5, 2, 5, '[2 x 3] [4 x 5] = [2 x 5]'",
    "2, 3, 3, 5, 3, 5, '[2 x 3] [3 x 5] = [3 x 5]'",
    "2, 3, 3, 5, 2, 4, '[2 x 3] [3 x 5] = [2 x 4]'",
  })
  void rejectsSizesThatDoNotFit(int m, int k, int k2, int n, int m2, int n2, String product) {
    float[] x = new float[20];
    Matrix a = Matrix.of(x, m, k);
    Matrix b = Matrix.of(x, k2, n);
    Matrix c = Matrix.of(new float[20], m2, n2);
    assertEquals(
        "Invalid product: " + product,
        assertThrows(IllegalArgumentException.class, () -> Sgemm.get().multiply(a, b, c))
            .getMessage());
  }

  @Test
  void rejectsATransposedResult() {
    Matrix a = Matrix.of(new float[4], 2, 2);
    Matrix c = Matrix.of(new float[4], 2, 2).transpose();
    assertEquals(
        "Invalid product: its result is a transposed matrix",
        assertThrows(IllegalArgumentException.class, () -> Sgemm.get().multiply(a, a, 1, c))
            .getMessage());
  }

  @ParameterizedTest
  @MethodSource("all")
  void rejectsAViewOutsideItsArray(Sgemm sgemm) {
    Matrix a = Matrix.of(new float[6], 3, 2, 2);
    Matrix b = Matrix.of(new float[4], 2, 2);
    Matrix c = Matrix.of(new float[4], 2, 2);
    assertThrows(IndexOutOfBoundsException.class, () -> sgemm.multiply(a, b, c));
  }
}
