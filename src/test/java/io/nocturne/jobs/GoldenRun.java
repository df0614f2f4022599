package io.nocturne.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small published run as a text file: one line per file, with its path below the root, a space
 * and its bytes as base64.
 */
final class GoldenRun {
  private GoldenRun() {}

  /**
   * Writes the text file of a root with one published run. Reports and settings are omitted, as no
   * program reads them.
   *
   * @param arguments the root and the file to write
   */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    List<String> lines = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = root.relativize(file).toString();
        if (!name.endsWith(".crc") && !name.endsWith("report.json") && !name.endsWith(".conf")) {
          lines.add(name + " " + Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        }
      }
    }
    Files.write(Path.of(arguments[1]), lines, UTF_8);
  }

  /** Recreates the root from a text file in the resources. */
  static void unpack(String resource, Path root) throws IOException {
    for (String line : Files.readAllLines(Path.of("src/test/resources", resource), UTF_8)) {
      String[] parts = line.split(" ");
      Path file = root.resolve(parts[0]);
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(parts[1]));
    }
  }
}
