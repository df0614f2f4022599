package io.nocturne.jobs.bench;

import io.nocturne.math.Sgemm;
import java.util.concurrent.atomic.LongAdder;

/** A product that counts its operations and the time that threads spend in it. */
final class TimedSgemm implements Sgemm {
  private final Sgemm sgemm;
  private final LongAdder nanos = new LongAdder();
  private final LongAdder operations = new LongAdder();

  TimedSgemm(Sgemm sgemm) {
    this.sgemm = sgemm;
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
    long start = System.nanoTime();
    sgemm.multiply(
        transposeA, transposeB, m, n, k, alpha, a, aFrom, lda, b, bFrom, ldb, beta, c, cFrom, ldc);
    nanos.add(System.nanoTime() - start);
    operations.add(2L * m * n * k);
  }

  void reset() {
    nanos.reset();
    operations.reset();
  }

  /** Floating-point operations of all products since the last reset. */
  double operations() {
    return operations.sum();
  }

  /** Seconds that all threads together have spent in products. */
  double threadSeconds() {
    return nanos.sum() * 1e-9;
  }
}
