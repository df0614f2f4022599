package io.nocturne.nn;

import io.nocturne.math.Sgemm;
import java.util.concurrent.atomic.LongAdder;

/** Counts the floating-point operations of products. */
final class CountingSgemm implements Sgemm {
  private final Sgemm sgemm = Sgemm.get();
  private final LongAdder operations = new LongAdder();

  /** The operations of all products so far. */
  double operations() {
    return operations.sum();
  }

  @Override
  public String name() {
    return sgemm.name();
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
    operations.add(2L * m * n * k);
    sgemm.multiply(
        transposeA, transposeB, m, n, k, alpha, a, aFrom, lda, b, bFrom, ldb, beta, c, cFrom, ldc);
  }
}
