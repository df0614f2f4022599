package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Kernels in separate JVMs, as the JVM of the tests has no second compiler. They compile in the
 * foreground, so that a busy machine needs no more rounds than an idle one.
 */
class CompiledKernelsTest {
  private static final String WAIT = "-Xbatch";
  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @Test
  void interpretedAndCompiledCodeGiveTheSameBits() throws Exception {
    String interpreted = digest(List.of("-Xint", MODULE));
    assertEquals(interpreted, digest(List.of(WAIT, MODULE), "compiled"));
    assertTrue(interpreted.startsWith("Vector API, "), interpreted);
  }

  @Test
  void scalarCodeRunsWithoutTheModule() throws Exception {
    String scalar = digest(List.of(WAIT), "compiled");
    assertTrue(scalar.startsWith("scalar Java, 16 lanes: "), scalar);
    assertEquals(scalar, digest(List.of("-Xint")));
  }

  private static String digest(List<String> options, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-cp", place(Kernels.class) + File.pathSeparator + place(KernelDigest.class)));
    command.add(KernelDigest.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.replaceFirst("(?s)^WARNING: Using incubator modules.*?\\R", "").strip();
  }

  private static Path place(Class<?> type) throws URISyntaxException, IOException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toRealPath();
  }
}
