package io.nocturne.spark.log.file;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.location.FileSystems;
import io.nocturne.spark.location.PathPattern;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Paths in which {@code {date}} stands for a day. */
public final class DayFolders {
  private static final String DATE = "{date}";
  private static final String ANY_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";

  /** A lookahead, as matches may overlap in a name of many digits. */
  private static final Pattern DAY = Pattern.compile("(?=(\\d{4}-\\d{2}-\\d{2}))");

  private DayFolders() {}

  static boolean isNamedBy(String path) {
    return path.contains(DATE);
  }

  /** A pattern for the path of every day. */
  public static String anyDay(String path) {
    return path.replace(DATE, ANY_DAY);
  }

  /** The path of one day. */
  public static String of(String path, LocalDate day) {
    return path.replace(DATE, day.toString());
  }

  /**
   * Returns the days that may exist, from one listing of the folder that holds the dates; so a
   * window of any length costs one listing, not one request per day.
   */
  static NavigableSet<LocalDate> named(String path, Configuration hadoop) {
    NavigableSet<LocalDate> days = new TreeSet<>();
    for (Path found : find(anyDay(upToDate(path)), hadoop)) {
      Matcher day = DAY.matcher(found.toUri().getPath());
      while (day.find()) {
        try {
          days.add(LocalDate.parse(day.group(1)));
        } catch (DateTimeException e) {
          // digits that are not a date
        }
      }
    }
    return days;
  }

  /** The path up to the end of the first name with the date; unless a brace would be cut open. */
  private static String upToDate(String path) {
    int slash = path.indexOf('/', path.indexOf(DATE));
    String cut = slash < 0 ? path : path.substring(0, slash);
    boolean isWhole =
        cut.chars().filter(c -> c == '{').count() == cut.chars().filter(c -> c == '}').count();
    return isWhole ? cut : path;
  }

  /** Returns the paths that a path or pattern matches. */
  static List<Path> find(String path, Configuration hadoop) {
    Path fixed = new PathPattern(path).fixed();
    try {
      return new PathPattern(path)
          .find(FileSystems.of(fixed, hadoop)).stream().map(FileStatus::getPath).toList();
    } catch (IOException e) {
      if (PathPattern.isNone(e)) {
        throw new UnusableDataException("Invalid path: " + path + " (" + e.getMessage() + ")", e);
      }
      throw FileSystems.failed(fixed, e);
    }
  }
}
