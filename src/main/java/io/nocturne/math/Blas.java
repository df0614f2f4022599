package io.nocturne.math;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The BLAS and LAPACK of this JVM: native OpenBLAS, single-threaded, or plain Java where that
 * cannot be loaded. Matrices are column-major, as everywhere in BLAS.
 *
 * <p>The system property {@value #PROPERTY} chooses: {@code auto} (the default) for the above,
 * {@code java} for plain Java and {@link Sgemm}'s vector code, {@code native} for OpenBLAS or an
 * error. It is read once, at the first {@link #get}. MLlib may have used netlib before, unless it
 * has loaded a native BLAS of the machine: two native BLAS in one process cannot be separated
 * reliably, so plain Java runs then.
 *
 * <p>Plain Java means netlib's scalar Java BLAS, although its VectorBLAS is faster: VectorBLAS sums
 * with {@code reduceLanes}, whose order is not specified, and results must be the same bytes in
 * every run. For products of floats {@link Sgemm} then has vector code with a fixed order instead;
 * doubles stay scalar. One 256 x 256 x 256 dgemm on one core of an AMD EPYC (AVX-512, Java 17) runs
 * at 67 GFLOP/s in OpenBLAS, 42 to 61 in VectorBLAS and 14 to 15 in plain Java, and a whole {@link
 * TiledCholesky} of n = 3500 on four takes 0.21, 0.8 to 1 and 1.2 seconds: neither Java BLAS
 * vectorizes triangular solves.
 */
public final class Blas {
  /** The system property that chooses between {@code auto}, {@code native} and {@code java}. */
  public static final String PROPERTY = "nocturne.blas";

  private static final String REQUESTED = "requested by " + PROPERTY + "=java";

  private static final String REMEDY =
      "OpenBLAS needs Linux with glibc on x86-64 or arm64, folders where libraries can be unpacked"
          + " and executed (-Dorg.bytedeco.javacpp.cachedir, -Djava.io.tmpdir), and no other native"
          + " BLAS in the process";

  private final String name;
  private final BLAS blas;
  private final LAPACK lapack;
  private final String fallBackReason;

  Blas(String name, BLAS blas, LAPACK lapack, String fallBackReason) {
    this.name = name;
    this.blas = blas;
    this.lapack = lapack;
    this.fallBackReason = fallBackReason;
  }

  /**
   * The BLAS of this JVM, loaded at the first call.
   *
   * @throws IllegalStateException if {@value #PROPERTY} is {@code native} and OpenBLAS cannot be
   *     loaded, or is invalid
   */
  public static Blas get() {
    if (Holder.FAILURE != null) {
      throw new IllegalStateException(Holder.FAILURE.getMessage(), Holder.FAILURE);
    }
    return Holder.CHOSEN;
  }

  /** Plain Java, whatever {@link #get} returns: for comparisons and tests. */
  public static Blas plainJava() {
    return plainJava(null);
  }

  /** The implementation, for provenance and logs, such as {@code OpenBLAS 0.3.30 (native)}. */
  public String name() {
    return name;
  }

  /** Why plain Java runs instead of OpenBLAS, to be logged once; empty if OpenBLAS runs. */
  public Optional<String> fallBackReason() {
    return Optional.ofNullable(fallBackReason);
  }

  /** How to get OpenBLAS; empty if it runs. */
  String remedy() {
    if (fallBackReason == null) {
      return "";
    }
    return fallBackReason.equals(REQUESTED) ? "remove -D" + PROPERTY + "=java" : REMEDY;
  }

  /** Products and triangular solves. */
  public BLAS blas() {
    return blas;
  }

  /** Factorizations. */
  public LAPACK lapack() {
    return lapack;
  }

  /** The implementation for {@code choice}; {@code openBlas} loads the native one. */
  static Blas choose(String choice, Callable<Blas> openBlas) {
    switch (choice) {
      case "java":
        return plainJava(REQUESTED);
      case "auto":
      case "native":
        try {
          return openBlas.call();
        } catch (Exception | LinkageError e) {
          if (choice.equals("native")) {
            throw new IllegalStateException(
                "Cannot load OpenBLAS (requested by " + PROPERTY + "=native): " + e, e);
          }
          return plainJava(
              "cannot load OpenBLAS: "
                  + (e instanceof IllegalStateException ? e.getMessage() : e.toString()));
        }
      default:
        throw new IllegalStateException(
            "Invalid " + PROPERTY + ": " + choice + " (expected auto, native or java)");
    }
  }

  private static Blas plainJava(String reason) {
    Holder.touch(); // netlib looks for native libraries at its first use, even here
    BLAS blas;
    try {
      // JavaBLAS.getInstance() would be VectorBLAS wherever that can run; this class is not public.
      Class<?> scalar = Class.forName("dev.ludovic.netlib.blas.Java11BLAS");
      Method getInstance = scalar.getDeclaredMethod("getInstance");
      getInstance.setAccessible(true);
      blas = (BLAS) getInstance.invoke(null);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // another version of netlib: its own choice, as the name below shows
      blas = JavaBLAS.getInstance();
    }
    String name = "netlib " + blas.getClass().getSimpleName();
    return new Blas(name, blas, JavaLAPACK.getInstance(), reason);
  }

  /** Loads at most once, in the first thread, while the others wait. */
  private static final class Holder {
    static final Blas CHOSEN;
    static final IllegalStateException FAILURE;

    static {
      Blas chosen = null;
      IllegalStateException failure = null;
      try {
        chosen =
            choose(
                Objects.requireNonNullElse(System.getProperty(PROPERTY), "auto"), OpenBlas::load);
      } catch (IllegalStateException e) {
        failure = e; // kept: an exception in an initializer would reach the first caller only
      }
      CHOSEN = chosen;
      FAILURE = failure;
    }

    /** Makes sure that {@link #CHOSEN} is loaded, or being loaded by this thread. */
    static void touch() {}
  }
}
