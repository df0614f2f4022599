package io.nocturne.math;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.lapack.LAPACK;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Loads the OpenBLAS that the jar {@code org.bytedeco:openblas} brings into netlib. */
final class OpenBlas {
  /** JavaCPP's name for it, LAPACK included. */
  private static final String LIBRARY = "libopenblas_nolapack.so.0";

  /** Names it to this class in other class loaders of the process. */
  private static final String LOADED = "nocturne.blas.library";

  private OpenBlas() {}

  /**
   * Unpacks the library (into the cache directory of JavaCPP), loads it and leads a netlib to it
   * that is not shared with MLlib, whatever MLlib has done before.
   *
   * @throws IOException if the unpacked library is not where it should be
   * @throws IllegalStateException if another native BLAS is in the process
   * @throws LinkageError if there is none for this platform, or it cannot be loaded
   */
  static Blas load() throws IOException {
    requireNoOther();
    Path library =
        Path.of(Loader.load(openblas_nolapack.class)).resolveSibling(LIBRARY).toRealPath();
    System.setProperty(LOADED, library.toString());
    IsolatedNetlib netlib = new IsolatedNetlib(library);
    BLAS blas = netlib.blas();
    LAPACK lapack = netlib.lapack();
    openblas_nolapack.blas_set_num_threads(1); // of JavaCPP's library, which is netlib's too
    String version = openblas_nolapack.OPENBLAS_VERSION.trim();
    return new Blas(version + " (" + kind() + ")", blas, lapack, null);
  }

  /** OpenBLAS chooses its kernels by the CPU, unless others are set, which give other bits. */
  private static String kind() {
    String coreType = System.getenv("OPENBLAS_CORETYPE");
    return coreType == null || coreType.isBlank() ? "native" : "native, " + coreType;
  }

  /**
   * Two libraries that both define the functions of BLAS call each other's by name, wherever one of
   * them was loaded for the whole process: JavaCPP loads libraries so, and netlib before 3.2. Then
   * nobody knows what computes.
   */
  private static void requireNoOther() throws IOException {
    Path own = Path.of(System.getProperty(LOADED, ""));
    for (Path file : MappedFiles.ofThisProcess()) {
      if (!file.equals(own) && ElfSymbols.defines(file, "dgemm_")) {
        throw new IllegalStateException(
            "another native BLAS was loaded before: "
                + file
                + " (MLlib does so where it comes first: set -Ddev.ludovic.netlib.blas.nativeLib=none"
                + " -Ddev.ludovic.netlib.lapack.nativeLib=none)");
      }
    }
  }
}
