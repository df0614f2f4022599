package io.nocturne.math.vector;

import static io.nocturne.math.vector.VectorFunctions.LANES;
import static io.nocturne.math.vector.VectorFunctions.SPECIES;
import static io.nocturne.math.vector.VectorFunctions.all;

import jdk.incubator.vector.FloatVector;

/** The innermost loop of {@link VectorSgemm}: a tile of C that stays in registers. */
final class MicroKernel {
  /** Rows of a tile: with 6, the 12 sums, 2 vectors of B and 1 of A fit even into 16 registers. */
  static final int ROWS = 6;

  /** Columns of a tile. */
  static final int COLUMNS = 2 * LANES;

  private MicroKernel() {}

  /**
   * Writes the product of a panel of A (ROWS x depth, packed) and one of B (depth x COLUMNS,
   * packed) to {@code c}, row-major. Each element is a chain of fused multiply-adds from zero. The
   * sums are variables, not an array, so that they stay in registers.
   */
  static void multiply(int depth, float[] a, int aFrom, float[] b, int bFrom, float[] c) {
    FloatVector zero = all(0);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    for (int d = 0; d < depth; d++) {
      int i = aFrom + d * ROWS;
      int j = bFrom + d * COLUMNS;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, j + 0 * LANES);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, j + 1 * LANES);
      FloatVector a0 = all(a[i + 0]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = all(a[i + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = all(a[i + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = all(a[i + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = all(a[i + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = all(a[i + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
    }
    c00.intoArray(c, 0 * LANES);
    c01.intoArray(c, 1 * LANES);
    c10.intoArray(c, 2 * LANES);
    c11.intoArray(c, 3 * LANES);
    c20.intoArray(c, 4 * LANES);
    c21.intoArray(c, 5 * LANES);
    c30.intoArray(c, 6 * LANES);
    c31.intoArray(c, 7 * LANES);
    c40.intoArray(c, 8 * LANES);
    c41.intoArray(c, 9 * LANES);
    c50.intoArray(c, 10 * LANES);
    c51.intoArray(c, 11 * LANES);
  }
}
