package io.nocturne.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs of docs/library.md compile without warnings and print the output shown below them.
 */
class LibraryPageTest {
  private static final Path PAGE = Path.of("docs/library.md");
  private static final Pattern PROGRAM =
      Pattern.compile("```java\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("public class (\\w+) \\{");

  @TempDir static Path folder;

  private record Program(String name, String source, String output) {}

  private static List<Program> programs() throws IOException {
    List<Program> programs = new ArrayList<>();
    Matcher found = PROGRAM.matcher(Files.readString(PAGE));
    while (found.find()) {
      Matcher name = NAME.matcher(found.group(1));
      assertTrue(name.find(), found.group(1));
      programs.add(new Program(name.group(1), found.group(1), found.group(2)));
    }
    return programs;
  }

  @Test
  void everyProgramHasOutput() throws IOException {
    long blocks = Pattern.compile("```java\n").matcher(Files.readString(PAGE)).results().count();
    assertEquals(3, blocks);
    assertEquals(blocks, programs().size());
  }

  @TestFactory
  Stream<DynamicTest> programsPrintTheirOutput() throws IOException {
    return programs().stream()
        .map(
            program ->
                DynamicTest.dynamicTest(
                    program.name(), () -> assertEquals(program.output(), outputOf(program))));
  }

  private static String outputOf(Program program) throws Exception {
    Path classes = compiled(program);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream stdout = System.out;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader
          .loadClass(program.name())
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(stdout);
    }
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static Path compiled(Program program) throws IOException {
    Path classes = Files.createDirectory(folder.resolve(program.name()));
    File source = classes.resolve(program.name() + ".java").toFile();
    Files.writeString(source.toPath(), program.source());
    List<String> options = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
    options.addAll(List.of("-cp", System.getProperty("java.class.path")));
    options.addAll(List.of("-Xlint:all,-path", "-Werror"));
    StringWriter diagnostics = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean isCompiled =
          compiler
              .getTask(diagnostics, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertTrue(isCompiled, diagnostics::toString);
    }
    return classes;
  }
}
