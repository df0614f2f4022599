package io.nocturne.math.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SplitMix64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeadingEigenvectorsTest {

  /** A'A with singular values that fall slowly, as those of interactions do. */
  private static double[][] matrix(int n, int rank) {
    SplitMix64 random = new SplitMix64(n);
    double[][] matrix = new double[n][n];
    for (int k = 0; k < rank; k++) {
      double[] vector = new double[n];
      for (int i = 0; i < n; i++) {
        vector[i] = random.nextGaussian() / Math.sqrt(n * (1.0 + .1 * k));
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          matrix[i][j] += vector[i] * vector[j];
        }
      }
    }
    return matrix;
  }

  private static float[] times(double[][] matrix, float[] vectors, int width) {
    float[] product = new float[vectors.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int k = 0; k < width; k++) {
        double sum = 0;
        for (int j = 0; j < matrix.length; j++) {
          sum += matrix[i][j] * vectors[j * width + k];
        }
        product[i * width + k] = (float) sum;
      }
    }
    return product;
  }

  private static LeadingEigenvectors solve(double[][] matrix, int rank, int threads) {
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      return LeadingEigenvectors.of(
          matrix.length, rank, (v, width) -> times(matrix, v, width), loop, share -> {});
    }
  }

  /** With a random basis, and with all unit vectors as the basis. */
  @ParameterizedTest
  @CsvSource({"200, 10", "150, 3", "60, 20", "5, 5", "1, 1"})
  void matchesBreeze(int n, int rank) {
    double[][] matrix = matrix(n, 2 * n);
    DenseEigen expected = DenseEigen.of(matrix);
    LeadingEigenvectors found = solve(matrix, rank, 2);
    double largest = expected.values()[0];
    double outside = 0;
    for (int k = 0; k < rank; k++) {
      assertEquals(expected.values()[k], found.values()[k], 1e-5 * largest, "value " + k);
      double length = 0;
      for (int e = 0; e < rank; e++) {
        double product = 0;
        for (int i = 0; i < n; i++) {
          product += expected.vectors()[e][i] * found.vectors()[i * rank + k];
        }
        length += product * product;
      }
      outside = Math.max(outside, 1 - length);
    }
    assertTrue(outside < 2e-3, "squared distance from the leading subspace: " + outside);
    assertOrthonormal(found.vectors(), n, rank);
    assertEquals(rank, found.found());
  }

  private static void assertOrthonormal(float[] vectors, int n, int rank) {
    for (int a = 0; a < rank; a++) {
      float largest = 0;
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (int i = 0; i < n; i++) {
          product += (double) vectors[i * rank + a] * vectors[i * rank + b];
        }
        assertEquals(a == b ? 1 : 0, product, 3e-6, a + ", " + b);
      }
      for (int i = 0; i < n; i++) {
        float component = vectors[i * rank + a];
        largest = Math.abs(component) > Math.abs(largest) ? component : largest;
      }
      assertTrue(largest > 0, "the sign of vector " + a);
    }
  }

  @Test
  void threadsDoNotMatter() {
    double[][] matrix = matrix(200, 200);
    LeadingEigenvectors one = solve(matrix, 10, 1);
    LeadingEigenvectors two = solve(matrix, 10, 2);
    assertArrayEquals(one.values(), two.values());
    assertArrayEquals(one.vectors(), two.vectors());
  }

  /** The vectors beyond the rank of the matrix are zero. */
  @ParameterizedTest
  @CsvSource({"200, 7", "20, 4"})
  void aMatrixOfLowRankIsNoError(int n, int rank) {
    LeadingEigenvectors found = solve(matrix(n, rank), rank + 3, 2);
    assertEquals(rank, found.found());
    for (int i = 0; i < n; i++) {
      for (int k = rank; k < rank + 3; k++) {
        assertEquals(0, found.vectors()[i * (rank + 3) + k]);
      }
    }
    assertEquals(0, solve(new double[n][n], 2, 1).found(), "nothing at all");
  }

  @Test
  void rejectsOtherRanks() {
    for (int rank : new int[] {0, 6}) {
      assertEquals(
          "Invalid rank: " + rank + " (expected 1 to 5)",
          assertThrows(IllegalArgumentException.class, () -> solve(new double[5][5], rank, 1))
              .getMessage());
    }
  }

  @Test
  void reportsItsMemory() {
    assertTrue(LeadingEigenvectors.bytes(40_981, 512) < 600L << 20);
    assertTrue(LeadingEigenvectors.bytes(40_981, 512) > 3L * 40_981 * 576 * 4);
  }
}
