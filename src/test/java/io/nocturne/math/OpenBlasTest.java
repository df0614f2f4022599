package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the netlib that Spark brings: CI's is 3.0.4, that of Spark 4.2 is 3.2.0. */
class OpenBlasTest {
  private static final String NAME = "OpenBLAS 0.3.30 (native)";

  @TempDir Path temp;

  @Test
  void itIsWhatRunsHere() {
    assertEquals("", Blas.get().fallBackReason().orElse(""));
    assertTrue(Blas.get().name().startsWith("OpenBLAS "), Blas.get().name());
    assertTrue(Products.inDoubles().isNative());
  }

  /** A second copy in the process would be one of which nobody knows how many threads it takes. */
  @Test
  void thereIsOneOfIt() throws IOException {
    Blas.get();
    assertEquals(Set.of("libopenblas_nolapack.so.0"), namesOfLibrariesWith("dgemm_"));
  }

  /** Its threads are ours, one a call; there is one copy, so this is said of the one that runs. */
  @Test
  void itHasOneThread() {
    Blas.get();
    assertEquals(1, openblas_nolapack.blas_get_num_threads());
  }

  /** And not any other that it might find for itself. */
  @Test
  void netlibLoadsWhatIsNamedToItOrNothing() {
    Path missing = temp.resolve("libblas.so.3");
    IsolatedNetlib netlib = new IsolatedNetlib(missing);
    for (UnsatisfiedLinkError error :
        List.of(
            assertThrows(UnsatisfiedLinkError.class, netlib::blas),
            assertThrows(UnsatisfiedLinkError.class, netlib::lapack))) {
      assertTrue(error.getMessage().startsWith("netlib cannot load " + missing), error::toString);
    }
  }

  /** As on an executor where MLlib comes first and has found nothing. */
  @Test
  void netlibMayHaveBeenUsedBefore() throws Exception {
    List<String> out = afterOtherUse("-Ddev.ludovic.netlib.blas.nativeLib=none");
    assertEquals(List.of("shared none", NAME, ""), out);
  }

  /** As where the machine has a BLAS: MLlib finds that one, whatever its kind. */
  @Test
  void anotherNativeBlasBeforeIsNamedAndNotMixedIn() throws Exception {
    Path other = temp.resolve("libblas.so.3");
    Path own = libraryWith("dgemm_");
    Files.copy(own, other);
    List<String> out =
        afterOtherUse(
            "-Ddev.ludovic.netlib.blas.nativeLibPath=" + other,
            "-Ddev.ludovic.netlib.lapack.nativeLibPath=" + other);
    assertEquals(List.of("shared JNIBLAS", "netlib Java11BLAS"), out.subList(0, 2));
    assertTrue(
        out.get(2).startsWith("cannot load OpenBLAS: another native BLAS was loaded before: "),
        out::toString);
    assertTrue(out.get(2).contains(other.toRealPath() + " ("), out::toString);
  }

  @Test
  void symbolsAreReadFromLibrariesOnly() throws IOException {
    Path library = libraryWith("dgemm_");
    assertFalse(ElfSymbols.defines(library, "dgemm")); // no prefix
    assertFalse(ElfSymbols.defines(library, "malloc")); // which it only uses
    Path cut = temp.resolve("cut.so");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(library), 100));
    Path text = Files.writeString(temp.resolve("text.so"), "dgemm_".repeat(100));
    for (Path none : List.of(cut, text, temp, temp.resolve("missing.so"))) {
      assertFalse(ElfSymbols.defines(none, "dgemm_"), none::toString);
    }
  }

  private static Path libraryWith(String symbol) throws IOException {
    Blas.get();
    return MappedFiles.ofThisProcess().stream()
        .filter(file -> ElfSymbols.defines(file, symbol))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> namesOfLibrariesWith(String symbol) throws IOException {
    return MappedFiles.ofThisProcess().stream()
        .filter(file -> ElfSymbols.defines(file, symbol))
        .map(file -> file.getFileName().toString())
        .collect(Collectors.toSet());
  }

  /** The lines of {@link OtherUseOfNetlib}, in a JVM of its own. */
  private List<String> afterOtherUse(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OtherUseOfNetlib.class.getName());
    Path out = temp.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("OPENBLAS_CORETYPE");
    // the libraries that OpenBLAS itself needs lie beside the one that was copied
    builder.environment().put("LD_LIBRARY_PATH", libraryWith("dgemm_").getParent().toString());
    Process process =
        builder.redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    assertEquals(0, process.waitFor());
    try (Stream<String> lines = Files.lines(out)) {
      return lines.toList();
    }
  }
}
