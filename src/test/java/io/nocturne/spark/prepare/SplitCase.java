package io.nocturne.spark.prepare;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.nocturne.spark.prepare.LocalPrepared.Logged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder of src/test/resources/cases/splits: {@code log.csv} and perhaps the files of a given
 * split, {@code case.conf} with the settings that are not the defaults, and {@code expected.txt}
 * with what the tables hold then. The date is 2026-11-19 in UTC.
 */
record SplitCase(Path folder, Config config) {
  static final LocalDate DATE = LocalDate.parse("2026-11-19");

  private static final Path CASES = Path.of("src/test/resources/cases/splits");

  static SplitCase of(String name) {
    Path folder = CASES.resolve(name);
    Config defaults = ConfigFactory.parseFile(Path.of("conf/nightly.conf").toFile());
    Config own = ConfigFactory.parseFile(folder.resolve("case.conf").toFile());
    return new SplitCase(folder, own.withFallback(defaults).resolve());
  }

  /** The names of all cases. */
  static List<String> names() {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PrepareSettings settings() {
    String minRating = config.getString("prepare.min-rating");
    return new PrepareSettings(
        Duplicates.valueOf(constant("prepare.duplicates")),
        minRating.equals("none") ? Double.NEGATIVE_INFINITY : Double.parseDouble(minRating),
        config.getString("prepare.weights").equals("binary"),
        config.getInt("prepare.min-user-interactions"),
        config.getInt("prepare.min-item-interactions"),
        config.getInt("prepare.max-history"),
        0);
  }

  SplitSettings split() {
    return new SplitSettings(
        SplitKind.valueOf(constant("split.kind")),
        config.getDouble("split.held-out-users"),
        config.getDouble("split.held-out-share"),
        config.getBoolean("split.validation"),
        config.getInt("split.held-out-days"),
        DATE.plusDays(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC),
        config.getLong("seed"),
        new GivenSplit(
            file("test-held-out"),
            file("test-fold-in"),
            file("validation-held-out"),
            file("validation-fold-in"),
            config.getDouble("split.given.validation-share")));
  }

  private String constant(String key) {
    return config.getString(key).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private String file(String part) {
    String name = config.getString("split.given." + part);
    return name.isEmpty() ? "" : folder.resolve(name).toString();
  }

  /** All rows of the log and of the files of the split. */
  List<Logged> rows() {
    List<Logged> rows = new ArrayList<>(rows(Part.LOG, folder.resolve("log.csv")));
    for (Part part : Part.values()) {
      split().given().file(part).ifPresent(file -> rows.addAll(rows(part, Path.of(file))));
    }
    return rows;
  }

  private static List<Logged> rows(Part part, Path file) {
    List<String> lines = lines(file);
    List<String> header = Arrays.asList(lines.get(0).split(","));
    return lines.stream()
        .skip(1)
        .map(line -> line.split(","))
        .map(
            cells ->
                new Logged(
                    part,
                    cells[header.indexOf("user")],
                    cells[header.indexOf("item")],
                    seconds(cells[header.indexOf("timestamp")]),
                    header.contains("rating")
                        ? Double.parseDouble(cells[header.indexOf("rating")])
                        : 1,
                    header.contains("place") ? Long.valueOf(cells[header.indexOf("place")]) : null))
        .toList();
  }

  private static long seconds(String time) {
    if (time.matches("[0-9]+")) {
      return Long.parseLong(time);
    }
    String clock = time.length() == 10 ? "T00:00:00" : "";
    return LocalDateTime.parse(time.replace(' ', 'T') + clock).toEpochSecond(ZoneOffset.UTC);
  }

  /** The lines of {@code expected.txt}. */
  List<String> expected() {
    return lines(folder.resolve("expected.txt"));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
