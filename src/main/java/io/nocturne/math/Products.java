package io.nocturne.math;

/**
 * The implementation of matrix products in a JVM, for reports.
 *
 * @param name such as {@code OpenBLAS 0.3.30 (native)}
 * @param fallBack why native OpenBLAS is not used; empty if it is
 * @param remedy how to get native OpenBLAS; empty if there is nothing to do
 */
public record Products(String name, String fallBack, String remedy) {
  /**
   * The products of networks, in floats.
   *
   * @throws IllegalStateException as {@link Sgemm#get}
   */
  public static Products ofNetworks() {
    Products doubles = inDoubles();
    String name = Sgemm.get().name();
    boolean isHeldBack = doubles.isNative() && !name.equals(doubles.name);
    return isHeldBack
        ? new Products(
            name,
            "OPENBLAS_CORETYPE=" + System.getenv("OPENBLAS_CORETYPE") + " keeps OpenBLAS to AVX2",
            "unset OPENBLAS_CORETYPE")
        : new Products(name, doubles.fallBack, doubles.remedy);
  }

  /**
   * The products of closed forms, in doubles.
   *
   * @throws IllegalStateException as {@link Blas#get}
   */
  public static Products inDoubles() {
    Blas blas = Blas.get();
    return new Products(blas.name(), blas.fallBackReason().orElse(""), blas.remedy());
  }

  public boolean isNative() {
    return fallBack.isEmpty();
  }
}
