package io.nocturne.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * One case of {@code src/test/resources/cases}: its input and expected output in one text.
 *
 * <pre>
 * What the case is about, in one line.
 * set input.columns.user=who
 * == in/log.csv
 * the lines of a file; "escaped" after its name replaces backslash escapes, "as UTF-16LE" sets the encoding
 * == in/log.parquet sql
 * a query of DuckDB; its result is written as parquet
 * == expected
 * the lines that a test expects
 * </pre>
 *
 * <p>The log is the folder {@code in}, unless the case sets {@code input.path}; {@code @} stands
 * for the folder of the case.
 */
record CaseFile(String name, List<String> settings, List<Content> contents, List<String> expected) {
  private static final Path CASES = Path.of("src/test/resources/cases");

  /** A file of the case. */
  record Content(String name, String form, List<String> lines) {}

  /** The cases of a group, by name. */
  static Stream<Arguments> group(String group) {
    try (Stream<Path> files = Files.list(CASES.resolve(group))) {
      return files.sorted().map(CaseFile::read).map(c -> Arguments.of(c.name, c)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CaseFile read(Path file) {
    List<String> settings = new ArrayList<>();
    List<Content> contents = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("== ")) {
          String[] words = line.substring(3).split(" ", 2);
          contents.add(new Content(words[0], words.length > 1 ? words[1] : "", new ArrayList<>()));
        } else if (!contents.isEmpty()) {
          contents.get(contents.size() - 1).lines.add(line);
        } else if (line.startsWith("set ")) {
          settings.add(line.substring(4));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Content expected = contents.remove(contents.size() - 1);
    String name = file.getFileName().toString().replace(".case", "");
    return new CaseFile(name, settings, contents, expected.lines);
  }

  /** Writes the files to a folder and returns the settings to read them. */
  List<String> write(Path folder) {
    for (Content content : contents) {
      write(content, folder.resolve(content.name));
    }
    List<String> all = new ArrayList<>();
    all.add("input.path=" + folder.resolve("in"));
    settings.forEach(setting -> all.add(setting.replace("@", folder.toString())));
    return all;
  }

  private static void write(Content content, Path file) {
    try {
      Files.createDirectories(file.getParent());
      if (content.form.equals("sql")) {
        writeParquet(String.join("\n", content.lines), file);
        return;
      }
      String text = String.join("\n", content.lines) + (content.lines.isEmpty() ? "" : "\n");
      boolean escaped = content.form.equals("escaped");
      Charset encoding =
          content.form.startsWith("as ")
              ? Charset.forName(content.form.substring(3))
              : StandardCharsets.UTF_8;
      Files.write(file, (escaped ? text.translateEscapes() : text).getBytes(encoding));
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("Cannot write " + file, e);
    }
  }

  private static void writeParquet(String query, Path file) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("copy (%s) to '%s' (format parquet)".formatted(query, file));
    }
  }
}
