package io.nocturne.jobs;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A log of two tastes that a model can tell apart but popularity cannot: users with even numbers
 * have even items, the others odd ones; each user has 4 of the 6 items of their taste.
 */
final class SmallLog {
  static final String HEADER = "user,item,rating,timestamp";
  static final int USERS = 24;
  static final int ITEMS = 12;

  /** 2026-11-10T00:00:00Z = 1794268800 seconds after 1970. */
  static final long START = Instant.parse("2026-11-10T00:00:00Z").getEpochSecond();

  private SmallLog() {}

  /** An interaction of the log. */
  record Line(String user, String item, int rating, long time) {
    String csv() {
      return user + "," + item + "," + rating + "," + time;
    }
  }

  /** 24 users x 4 items. */
  static List<Line> lines() {
    return lines(USERS);
  }

  /** The log of the first users. */
  static List<Line> lines(int users) {
    List<Line> lines = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      for (int k = 0; k < 4; k++) {
        int item = 2 * ((user / 2 + k) % (ITEMS / 2)) + user % 2;
        long time = START + 1000L * user + 10L * k;
        lines.add(new Line("u" + (10 + user), "i" + (10 + item), 1 + (user + k) % 5, time));
      }
    }
    return lines;
  }

  /** The log as lines of csv, without the header. */
  static List<String> csv() {
    return lines().stream().map(Line::csv).toList();
  }

  /** The log with more lines at the end. */
  static List<String> csvWith(Collection<String> more) {
    List<String> lines = new ArrayList<>(csv());
    lines.addAll(more);
    return lines;
  }

  /** Writes a csv with its header. */
  static Path write(Path file, Collection<String> lines) {
    List<String> all = new ArrayList<>(List.of(HEADER));
    all.addAll(lines);
    return writeText(file, String.join("\n", all) + "\n");
  }

  /** Writes a file and creates its folders. */
  static Path writeText(Path file, String text) {
    return writeBytes(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static Path writeBytes(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a csv with its header, compressed. */
  static Path writeGzip(Path file, Collection<String> lines) {
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      out.write(HEADER + "\n");
      for (String line : lines) {
        out.write(line + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
