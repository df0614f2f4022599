package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Arithmetic.Part;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
  private static final Arithmetic ONE = new Arithmetic("amd64 X", "OpenBLAS", 16, "17.0.15+6");

  @Test
  void textListsTheComponents() {
    assertEquals("OpenBLAS, 16 lanes, amd64 X, Java 17.0.15+6", ONE.text());
    assertEquals("16 lanes, Java 17.0.15+6", ONE.text(List.of(Part.JAVA, Part.LANES)));
  }

  @Test
  void differencesAreTheComponents() {
    assertEquals(Set.of(), ONE.differences(new Arithmetic("amd64 X", "OpenBLAS", 16, "17.0.15+6")));
    assertEquals(
        Set.of(Part.PRODUCTS, Part.LANES),
        ONE.differences(new Arithmetic("amd64 X", "Vector API", 8, "17.0.15+6")));
    assertEquals(
        Set.of(Part.CPU, Part.JAVA),
        ONE.differences(new Arithmetic("aarch64", "OpenBLAS", 16, "21")));
  }

  @Test
  void arithmeticOfThisJvm() {
    Arithmetic own = Arithmetic.ofThisJvm();
    assertSame(own, Arithmetic.ofThisJvm());
    assertEquals(Sgemm.get().name(), own.products());
    assertEquals(Kernels.get().lanes(), own.lanes());
    assertTrue(own.cpu().startsWith(System.getProperty("os.arch")), own.cpu());
    assertEquals(System.getProperty("java.runtime.version"), own.java());
    assertEquals(Blas.get().name(), Arithmetic.inDoubles().products());
  }

  /** Surefire requests scalar code; vectors with the same number of lanes give the same bits. */
  @Test
  void scalarAndVectorKernelsAreEqual() {
    assertFalse(Arithmetic.ofThisJvm().text().contains("scalar"));
    assertTrue(
        Arithmetic.fallBacks().endsWith("; no Vector API: requested by nocturne.kernels=scalar"),
        Arithmetic.fallBacks());
  }
}
