package io.nocturne.math;

/**
 * Products of single-precision matrices in slices of arrays, row-major: element (i, j) of a matrix
 * with leading dimension ld is at {@code from + i * ld + j}.
 *
 * <p>It runs on OpenBLAS where {@link Blas} is native; otherwise on vector code of our own where
 * the Vector API is there (and {@value Kernels#PROPERTY} is not {@code scalar}); otherwise on
 * netlib's scalar Java. An environment whose OPENBLAS_CORETYPE holds OpenBLAS to AVX2 on a CPU with
 * AVX-512 gets the vector code too, which is about 1.5 times as fast there (unless {@value
 * Blas#PROPERTY} is {@code native}). Each gives the same bits in every run, but not the same as the
 * others. Instances may be used by any number of threads; each call runs in the calling one.
 */
public interface Sgemm {
  /**
   * The one that this JVM uses.
   *
   * @throws IllegalStateException as {@link Blas#get} and {@link Kernels#get}
   */
  static Sgemm get() {
    return VectorApi.sgemm();
  }

  /** What runs, for provenance and logs, such as {@code OpenBLAS 0.3.30 (native)}. */
  String name();

  /**
   * C := alpha op(A) op(B) + beta C, where op transposes or does nothing. With {@code beta} 0, C is
   * not read; with {@code alpha} 0, A and B are not. C must overlap neither.
   *
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param lda leading dimension of A as stored, which is k x m if transposed
   * @param ldb leading dimension of B as stored, which is n x k if transposed
   * @throws IndexOutOfBoundsException if a matrix does not lie in its array
   * @throws IllegalArgumentException if a size is negative, or a leading dimension below the number
   *     of columns
   */
  void multiply(
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
      int ldc);
}
