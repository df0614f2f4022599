package io.nocturne;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Enforces the house style on source files. */
class SourceFilesTest {
  private static final int MAX_LINES = 300;
  private static final int MAX_FILES = 40;

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path RESEARCH = Path.of("src/research/java");

  private static final Pattern TOP_LEVEL_TYPE =
      Pattern.compile(
          "(?m)^(?:@.*\\n)*(?:public |final |abstract |sealed )*(?:class|interface|record|enum) ");

  private static final Pattern PACKAGE_COMMENT =
      Pattern.compile("/\\*\\*.*Read[\\s*]+first:.*\\*/\\npackage [a-z.]+;\\n", Pattern.DOTALL);

  @Test
  void filesAreShort() {
    List<String> tooLong = new ArrayList<>();
    for (Path file : files(Path.of("src"))) {
      long lines = text(file).lines().count();
      if (lines > MAX_LINES) {
        tooLong.add(file + ": " + lines);
      }
    }
    assertEquals(List.of(), tooLong, "source files over " + MAX_LINES + " lines");
  }

  @Test
  void packagesHaveFewFiles() {
    Map<String, Long> tooLarge = new TreeMap<>();
    for (Path root : List.of(MAIN, RESEARCH)) {
      tooLarge.putAll(
          files(root).stream().collect(groupingBy(f -> f.getParent().toString(), counting())));
    }
    assertFalse(tooLarge.isEmpty());
    tooLarge.values().removeIf(count -> count <= MAX_FILES);
    assertEquals(Map.of(), tooLarge, "packages over " + MAX_FILES + " files");
  }

  /** Research classes in the package of the jobs rely on its package comment. */
  @Test
  void everyPackageSaysWhatToReadFirst() {
    List<Path> silent = new ArrayList<>();
    for (Path root : List.of(MAIN, RESEARCH)) {
      for (Path folder : files(root).stream().map(Path::getParent).distinct().toList()) {
        Path info = root.relativize(folder).resolve("package-info.java");
        boolean isThere =
            Stream.of(root, MAIN)
                .map(each -> each.resolve(info))
                .filter(Files::exists)
                .anyMatch(file -> PACKAGE_COMMENT.matcher(text(file)).matches());
        if (!isThere) {
          silent.add(folder);
        }
      }
    }
    assertEquals(List.of(), silent, "packages without a comment that says what to read first");
  }

  /** -Xdoclint requires it of public types only. */
  @Test
  void everyTypeHasAComment() {
    List<String> silent = new ArrayList<>();
    for (Path root : List.of(MAIN, RESEARCH)) {
      for (Path file : files(root)) {
        String text = text(file);
        Matcher type = TOP_LEVEL_TYPE.matcher(text);
        if (type.find() && !text.substring(0, type.start()).endsWith("*/\n")) {
          silent.add(file.toString());
        }
      }
    }
    assertEquals(List.of(), silent, "files whose type has no comment");
  }

  private static List<Path> files(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
