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

/** OpenBLAS with the netlib of Spark: 3.0.4 in CI, 3.2.0 in Spark 4.2. */
class OpenBlasTest {
  private static final String NAME = "OpenBLAS 0.3.30 (native)";

  @TempDir Path temp;

  @Test
  void openBlasRunsHere() {
    assertEquals("", Blas.get().fallBackReason().orElse(""));
    assertTrue(Blas.get().name().startsWith("OpenBLAS "), Blas.get().name());
    assertTrue(Products.inDoubles().isNative());
  }

  /** A second copy in the process might use any number of threads. */
  @Test
  void isLoadedOnce() throws IOException {
    Blas.get();
    assertEquals(Set.of("libopenblas_nolapack.so.0"), namesOfLibrariesWith("dgemm_"));
  }

  /** Each call runs in the calling thread; as there is only one copy, this is the one that runs. */
  @Test
  void usesOneThread() {
    Blas.get();
    assertEquals(1, openblas_nolapack.blas_get_num_threads());
  }

  /** It never loads another library that it finds itself. */
  @Test
  void netlibLoadsOnlyTheGivenLibrary() {
    Path missing = temp.resolve("libblas.so.3");
    IsolatedNetlib netlib = new IsolatedNetlib(missing);
    for (UnsatisfiedLinkError error :
        List.of(
            assertThrows(UnsatisfiedLinkError.class, netlib::blas),
            assertThrows(UnsatisfiedLinkError.class, netlib::lapack))) {
      assertTrue(error.getMessage().startsWith("netlib cannot load " + missing), error::toString);
    }
  }

  /** As on an executor where MLlib has used netlib first and found no native library. */
  @Test
  void worksAfterAnotherUseOfNetlib() throws Exception {
    List<String> out = afterOtherUse("-Ddev.ludovic.netlib.blas.nativeLib=none");
    assertEquals(List.of("shared none", NAME, ""), out);
  }

  /** As on a machine with a native BLAS, of any kind, which MLlib has loaded. */
  @Test
  void fallsBackIfAnotherNativeBlasIsLoaded() throws Exception {
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
    assertFalse(ElfSymbols.defines(library, "dgemm")); // a prefix does not match
    assertFalse(ElfSymbols.defines(library, "malloc")); // imported, not defined
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

  /** The output of {@link OtherUseOfNetlib} in a separate JVM. */
  private List<String> afterOtherUse(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OtherUseOfNetlib.class.getName());
    Path out = temp.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("OPENBLAS_CORETYPE");
    // the libraries that OpenBLAS needs are next to the original of the copy
    builder.environment().put("LD_LIBRARY_PATH", libraryWith("dgemm_").getParent().toString());
    Process process =
        builder.redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    assertEquals(0, process.waitFor());
    try (Stream<String> lines = Files.lines(out)) {
      return lines.toList();
    }
  }
}
