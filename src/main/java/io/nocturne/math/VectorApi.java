package io.nocturne.math;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Loads classes of the package {@code io.nocturne.math.vector} by name, as it is compiled after
 * this one and needs the incubating module at run time.
 */
final class VectorApi {
  private static final String MODULE = "jdk.incubator.vector";

  private static final int AVX512_LANES = 16;

  /** The values of OPENBLAS_CORETYPE for kernels with AVX-512. */
  private static final Set<String> AVX512_CORES =
      Set.of("SKYLAKEX", "COOPERLAKE", "SAPPHIRERAPIDS");

  /** Lanes of scalar code without the Vector API: those of the widest vectors, AVX-512. */
  private static final int SCALAR_LANES = 16;

  private VectorApi() {}

  static Kernels kernels() {
    if (Chosen.FAILURE != null) {
      throw new IllegalStateException(Chosen.FAILURE.getMessage(), Chosen.FAILURE);
    }
    return Chosen.KERNELS;
  }

  static Sgemm sgemm() {
    Blas.get(); // first, so that its exceptions are not wrapped in an ExceptionInInitializerError
    kernels();
    return Product.CHOSEN;
  }

  /**
   * OpenBLAS unless it is limited to half the width of this CPU's vectors, otherwise the project's
   * vector code, otherwise netlib's scalar code.
   *
   * @param coreType the kernels that OpenBLAS is set to use; null if it chooses by the CPU
   */
  static Sgemm choose(Blas blas, Kernels kernels, String coreType) {
    boolean isNative = blas.fallBackReason().isEmpty();
    boolean isScalar = kernels.fallBackReason().isPresent();
    boolean isHeldBack =
        kernels.lanes() >= AVX512_LANES && coreType != null && !AVX512_CORES.contains(coreType);
    return isNative && !isHeldBack || isScalar
        ? new BlasSgemm(blas)
        : open("VectorSgemm", Sgemm.class);
  }

  private static String coreType() {
    boolean asked = "native".equals(System.getProperty(Blas.PROPERTY));
    String type = asked ? null : System.getenv("OPENBLAS_CORETYPE");
    return type == null || type.isBlank() ? null : type.toUpperCase(Locale.ROOT);
  }

  /** The kernels for {@code choice}, with or without the module. */
  static Kernels choose(String choice, boolean present) {
    switch (choice) {
      case "scalar":
        return scalar(present, "requested by " + Kernels.PROPERTY + "=scalar");
      case "auto":
        return present
            ? open("VectorKernels", Kernels.class)
            : scalar(false, "Java runs without --add-modules " + MODULE);
      case "vector":
        if (!present) {
          throw new IllegalStateException(
              "The Vector API is not available (requested by "
                  + Kernels.PROPERTY
                  + "=vector): start Java with --add-modules "
                  + MODULE
                  + ", or set "
                  + Kernels.PROPERTY
                  + " to auto or scalar");
        }
        return open("VectorKernels", Kernels.class);
      default:
        throw new IllegalStateException(
            "Invalid " + Kernels.PROPERTY + ": " + choice + " (expected auto, vector or scalar)");
    }
  }

  static boolean isPresent() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** A new instance of a class of the vector package; needs the module. */
  static <T> T open(String simpleName, Class<T> type) {
    String name = VectorApi.class.getPackageName() + ".vector." + simpleName;
    try {
      return type.cast(Class.forName(name).getConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot load " + name + ": " + e, e);
    }
  }

  /** Scalar kernels with the lanes of this CPU's vectors, for the same bits. */
  private static Kernels scalar(boolean present, String reason) {
    int lanes = present ? open("VectorKernels", Kernels.class).lanes() : SCALAR_LANES;
    return new ScalarKernels(lanes, reason);
  }

  /** Chooses once, in the first thread. */
  private static final class Chosen {
    static final Kernels KERNELS;
    static final IllegalStateException FAILURE;

    static {
      Kernels kernels = null;
      IllegalStateException failure = null;
      try {
        String choice = System.getProperty(Kernels.PROPERTY);
        kernels = choose(Objects.requireNonNullElse(choice, "auto"), isPresent());
      } catch (IllegalStateException e) {
        failure = e; // kept: an exception in an initializer would reach the first caller only
      }
      KERNELS = kernels;
      FAILURE = failure;
    }
  }

  private static final class Product {
    static final Sgemm CHOSEN = choose(Blas.get(), kernels(), coreType());
  }
}
