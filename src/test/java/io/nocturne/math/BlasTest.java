package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlasTest {
  @Test
  void multiplies() {
    Blas blas = Blas.get();
    assertSame(blas, Blas.get());
    assertArrayEquals(new float[] {19, 22, 43, 50}, product(blas));
    assertEquals(blas.name().startsWith("netlib"), blas.fallBackReason().isPresent());
  }

  @Test
  void plainJavaDoesNotUseVectorBlas() {
    Blas blas = Blas.plainJava();
    assertEquals("netlib Java11BLAS", blas.name());
    assertEquals(Optional.empty(), blas.fallBackReason());
    assertArrayEquals(new float[] {19, 22, 43, 50}, product(blas));
  }

  @Test
  void autoFallsBackToPlainJava() {
    Blas blas = Blas.choose("auto", BlasTest::unlinked);
    assertEquals("netlib Java11BLAS", blas.name());
    assertEquals(
        "cannot load OpenBLAS: java.lang.UnsatisfiedLinkError: no such platform",
        blas.fallBackReason().orElseThrow());
    assertTrue(blas.remedy().startsWith("OpenBLAS needs Linux with glibc"), blas.remedy());
    assertTrue(
        Blas.choose("auto", () -> Blas.class.cast(1)).fallBackReason().isPresent(),
        "exceptions too");
  }

  @Test
  void javaDoesNotLoadOpenBlas() {
    Blas blas = Blas.choose("java", BlasTest::unlinked);
    assertEquals("requested by nocturne.blas=java", blas.fallBackReason().orElseThrow());
    assertEquals("remove -Dnocturne.blas=java", blas.remedy());
  }

  @Test
  void nativeFailsWithoutOpenBlas() {
    assertEquals(
        "Cannot load OpenBLAS (requested by nocturne.blas=native):"
            + " java.lang.UnsatisfiedLinkError: no such platform",
        assertThrows(IllegalStateException.class, () -> Blas.choose("native", BlasTest::unlinked))
            .getMessage());
    assertEquals(
        "Invalid nocturne.blas: fast (expected auto, native or java)",
        assertThrows(IllegalStateException.class, () -> Blas.choose("fast", BlasTest::unlinked))
            .getMessage());
  }

  /** [1 2; 3 4] [5 6; 7 8], row-major: to column-major BLAS the factors are transposed. */
  private static float[] product(Blas blas) {
    float[] a = {1, 2, 3, 4};
    float[] b = {5, 6, 7, 8};
    float[] c = new float[4];
    blas.blas().sgemm("N", "N", 2, 2, 2, 1f, b, 2, a, 2, 0f, c, 2);
    return c;
  }

  private static Blas unlinked() {
    throw new UnsatisfiedLinkError("no such platform");
  }
}
