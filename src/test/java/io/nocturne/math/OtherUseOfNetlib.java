package io.nocturne.math;

import dev.ludovic.netlib.blas.NativeBLAS;
import dev.ludovic.netlib.lapack.NativeLAPACK;

/** A program that uses netlib as MLlib does, then loads the project's BLAS and prints it. */
final class OtherUseOfNetlib {
  private OtherUseOfNetlib() {}

  public static void main(String[] arguments) {
    System.out.println("shared " + shared());
    Blas own = Blas.get();
    float[] c = new float[4];
    own.blas().sgemm("N", "N", 2, 2, 2, 1f, new float[] {1, 2, 3, 4}, 2, new float[4], 2, 0f, c, 2);
    System.out.println(own.name());
    System.out.println(own.fallBackReason().orElse(""));
  }

  private static String shared() {
    try {
      NativeBLAS blas = NativeBLAS.getInstance();
      NativeLAPACK.getInstance();
      return blas.getClass().getSimpleName();
    } catch (RuntimeException e) {
      return "none";
    }
  }
}
