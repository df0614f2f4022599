package io.nocturne.math;

import dev.ludovic.netlib.blas.BLAS;

public interface Sgemm {
  void multiply(
      boolean ta,
      boolean tb,
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
      int ldc);

  static Sgemm get() {
    BLAS blas = Blas.get().blas();
    return (ta, tb, m, n, k, alpha, a, af, lda, b, bf, ldb, beta, c, cf, ldc) ->
        blas.sgemm(
            tb ? "T" : "N",
            ta ? "T" : "N",
            n,
            m,
            k,
            alpha,
            b,
            bf,
            ldb,
            a,
            af,
            lda,
            beta,
            c,
            cf,
            ldc);
  }
}
