package io.nocturne.math;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.lapack.LAPACK;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Loads the OpenBLAS of the jar {@code org.bytedeco:openblas} into netlib. */
final class OpenBlas {
  /** JavaCPP's file name of OpenBLAS; it includes LAPACK. */
  private static final String LIBRARY = "libopenblas_nolapack.so.0";

  /** The system property that tells copies of this class in other class loaders where it is. */
  private static final String LOADED = "nocturne.blas.library";

  private OpenBlas() {}

  /**
   * Unpacks the library (into the cache directory of JavaCPP), loads it and binds it to a netlib
   * that is not shared with MLlib, whether or not MLlib has used netlib before.
   *
   * @throws IOException if the unpacked library is missing
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
    openblas_nolapack.blas_set_num_threads(1); // JavaCPP and netlib use the same library
    String version = openblas_nolapack.OPENBLAS_VERSION.trim();
    return new Blas(version + " (" + kind() + ")", blas, lapack, null);
  }

  /**
   * OpenBLAS chooses its kernels by the CPU unless OPENBLAS_CORETYPE sets others, which give other
   * bits.
   */
  private static String kind() {
    String coreType = System.getenv("OPENBLAS_CORETYPE");
    return coreType == null || coreType.isBlank() ? "native" : "native, " + coreType;
  }

  /**
   * If two libraries define the functions of BLAS and one was loaded with global visibility, as
   * JavaCPP and netlib before 3.2 do, calls may end up in either library.
   */
  private static void requireNoOther() throws IOException {
    Path own = Path.of(System.getProperty(LOADED, ""));
    for (Path file : MappedFiles.ofThisProcess()) {
      if (!file.equals(own) && ElfSymbols.defines(file, "dgemm_")) {
        throw new IllegalStateException(
            "another native BLAS was loaded before: "
                + file
                + " (MLlib does this if it is used first; to prevent it, set -Ddev.ludovic.netlib.blas.nativeLib=none"
                + " -Ddev.ludovic.netlib.lapack.nativeLib=none)");
      }
    }
  }
}
