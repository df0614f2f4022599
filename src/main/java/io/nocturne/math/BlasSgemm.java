package io.nocturne.math;

/** {@link Sgemm} on a column-major BLAS, to which all three matrices are transposed. */
final class BlasSgemm implements Sgemm {
  private final Blas blas;

  BlasSgemm(Blas blas) {
    this.blas = blas;
  }

  @Override
  public String name() {
    return blas.name();
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aFrom,
      int lda,
      float[] b,
      int bFrom,
      int ldb,
      float beta,
      float[] c,
      int cFrom,
      int ldc) {
    RowMajor.check("A", transposeA ? k : m, transposeA ? m : k, a, aFrom, lda);
    RowMajor.check("B", transposeB ? n : k, transposeB ? k : n, b, bFrom, ldb);
    RowMajor.check("C", m, n, c, cFrom, ldc);
    if (m == 0 || n == 0 || k == 0 || alpha == 0) { // netlib rejects empty matrices
      RowMajor.scale(beta, m, n, c, cFrom, ldc);
      return;
    }
    String opA = transposeA ? "T" : "N";
    String opB = transposeB ? "T" : "N";
    blas.blas().sgemm(opB, opA, n, m, k, alpha, b, bFrom, ldb, a, aFrom, lda, beta, c, cFrom, ldc);
  }
}
