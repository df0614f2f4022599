package io.nocturne.math;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The way to the package {@code io.nocturne.math.vector}, which is compiled after this one and can
 * be loaded only where the incubating module is there: hence by name.
 */
final class VectorApi {
  private static final String MODULE = "jdk.incubator.vector";

  private static final int AVX512_LANES = 16;

  /** OpenBLAS's kernels that use AVX-512, by the names it takes in OPENBLAS_CORETYPE. */
  private static final Set<String> AVX512_CORES =
      Set.of("SKYLAKEX", "COOPERLAKE", "SAPPHIRERAPIDS");

  /** Of vectors that are not there: as many as the widest have, that of AVX-512. */
  private static final int SCALAR_LANES = 16;

  private VectorApi() {}

  static Kernels kernels() {
    if (Chosen.FAILURE != null) {
      throw new IllegalStateException(Chosen.FAILURE.getMessage(), Chosen.FAILURE);
    }
    return Chosen.KERNELS;
  }

  static Sgemm sgemm() {
    Blas.get(); // first, so that what these throw is thrown as it is
    kernels();
    return Product.CHOSEN;
  }

  /**
   * OpenBLAS unless it is held to half of this CPU's vectors, or else the project's vector code, or
   * else netlib's scalar code.
   *
   * @param coreType the kernels that OpenBLAS is set to use; null where it chooses by the CPU
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

  /** What {@code choice} asks for, where the module is there or not. */
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

  /** A new instance of a class of the vector package, which must be loadable here. */
  static <T> T open(String simpleName, Class<T> type) {
    String name = VectorApi.class.getPackageName() + ".vector." + simpleName;
    try {
      return type.cast(Class.forName(name).getConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot load " + name + ": " + e, e);
    }
  }

  /** With as many lanes as the vectors of this CPU have, for the same bits. */
  private static Kernels scalar(boolean present, String reason) {
    int lanes = present ? open("VectorKernels", Kernels.class).lanes() : SCALAR_LANES;
    return new ScalarKernels(lanes, reason);
  }

  /** Chooses once, in the thread that comes first. */
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
