package io.nocturne.math;

import dev.ludovic.netlib.blas.NativeBLAS;
import dev.ludovic.netlib.lapack.NativeLAPACK;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;

/** Loads the OpenBLAS that the jar {@code org.bytedeco:openblas} brings into netlib. */
final class OpenBlas {
  private static final String BLAS_PATH = "dev.ludovic.netlib.blas.nativeLibPath";
  private static final String LAPACK_PATH = "dev.ludovic.netlib.lapack.nativeLibPath";

  private OpenBlas() {}

  /**
   * Unpacks the library (into the cache directory of JavaCPP), names it to netlib and loads it.
   *
   * @throws IOException if the unpacked library is not where it should be
   * @throws IllegalStateException if netlib has loaded another library before
   * @throws LinkageError if there is none for this platform, or it cannot be loaded
   */
  static Blas load() throws IOException {
    Path library = Path.of(Loader.load(openblas.class)).resolveSibling("libopenblas.so.0");
    if (!Files.isReadable(library)) {
      throw new IOException("Missing library: " + library);
    }
    boolean namedBefore = library.toString().equals(System.getProperty(BLAS_PATH));
    System.setProperty(BLAS_PATH, library.toString());
    System.setProperty(LAPACK_PATH, library.toString());
    Pointer before = visible();
    NativeBLAS blas = NativeBLAS.getInstance();
    NativeLAPACK lapack = NativeLAPACK.getInstance();
    if (visible().equals(before) && !namedBefore) {
      throw new IllegalStateException(
          "netlib was used before and keeps the library it found then; call Blas.get() first");
    }
    // Only now: before, this would be said to JavaCPP's copy of OpenBLAS and not to netlib's.
    openblas_nolapack.blas_set_num_threads(1);
    return new Blas(openblas.OPENBLAS_VERSION.trim() + " (" + kind() + ")", blas, lapack, null);
  }

  /** OpenBLAS finds its kernels by the CPU, unless it is told others, which give other bits. */
  private static String kind() {
    String coreType = System.getenv("OPENBLAS_CORETYPE");
    return coreType == null || coreType.isBlank() ? "native" : "native, " + coreType;
  }

  /**
   * Where the process finds OpenBLAS. netlib tells nobody which library it has loaded, but it loads
   * it for all to see, in front of JavaCPP's private copy: if this stays as it was, then netlib
   * uses a library from before, whose version and threads are unknown.
   */
  private static Pointer visible() {
    return Loader.addressof("openblas_set_num_threads");
  }
}
