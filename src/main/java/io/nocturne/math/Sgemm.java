package io.nocturne.math;

/**
 * Products of single-precision matrices in slices of arrays, row-major: element (i, j) of a matrix
 * with leading dimension ld is at {@code from + i * ld + j}.
 *
 * <p>It runs on OpenBLAS if {@link Blas} is native, otherwise on the project's vector code if the
 * Vector API is present (and {@value Kernels#PROPERTY} is not {@code scalar}), otherwise on
 * netlib's scalar Java. If OPENBLAS_CORETYPE limits OpenBLAS to AVX2 on a CPU with AVX-512, the
 * vector code is preferred, as it is about 1.5 times as fast (unless {@value Blas#PROPERTY} is
 * {@code native}). Each implementation gives the same bits in every run, but the bits differ
 * between implementations. Instances are thread-safe; each call runs in the calling thread.
 */
public interface Sgemm {
  /**
   * The implementation of this JVM.
   *
   * @throws IllegalStateException as {@link Blas#get} and {@link Kernels#get}
   */
  static Sgemm get() {
    return VectorApi.sgemm();
  }

  /** The name, for provenance and logs, such as {@code OpenBLAS 0.3.30 (native)}. */
  String name();

  /**
   * C := alpha op(A) op(B) + beta C, where op transposes or does nothing. If {@code beta} is 0, C
   * is not read; if {@code alpha} is 0, A and B are not. C must not overlap A or B.
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

  /**
   * C := A B + beta C. If {@code beta} is 0, C is not read. C must not overlap A or B.
   *
   * @param c not transposed
   * @throws IllegalArgumentException if the sizes do not fit together
   * @throws IndexOutOfBoundsException if a matrix does not lie in its array
   */
  default void multiply(Matrix a, Matrix b, float beta, Matrix c) {
    if (a.columns() != b.rows() || a.rows() != c.rows() || b.columns() != c.columns()) {
      throw new IllegalArgumentException(
          "Invalid product: [%d x %d] [%d x %d] = [%d x %d]"
              .formatted(a.rows(), a.columns(), b.rows(), b.columns(), c.rows(), c.columns()));
    }
    if (c.transposed()) {
      throw new IllegalArgumentException("Invalid product: its result is a transposed matrix");
    }
    multiply(
        a.transposed(),
        b.transposed(),
        c.rows(),
        c.columns(),
        a.columns(),
        1,
        a.values(),
        a.from(),
        a.stride(),
        b.values(),
        b.from(),
        b.stride(),
        beta,
        c.values(),
        c.from(),
        c.stride());
  }

  /** C := A B, as {@link #multiply(Matrix, Matrix, float, Matrix)} with a beta of 0. */
  default void multiply(Matrix a, Matrix b, Matrix c) {
    multiply(a, b, 0, c);
  }
}
