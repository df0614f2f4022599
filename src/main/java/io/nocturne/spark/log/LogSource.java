package io.nocturne.spark.log;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Where a log lies and how its files are written.
 *
 * @param path a file, folder or pattern; {@code {date}} stands for each of the {@code days} days up
 *     to {@code date}
 * @param format empty: by the file's ending
 * @param delimiter what separates the columns of csv
 * @param header whether csv begins with a line of names
 * @param maxMissingDays how many of the days may be missing
 */
public record LogSource(
    String path,
    Optional<LogFormat> format,
    String delimiter,
    boolean header,
    LocalDate date,
    int days,
    int maxMissingDays) {

  /** Another file of the same form. */
  LogSource withPath(String other) {
    return new LogSource(other, format, delimiter, header, date, days, maxMissingDays);
  }
}
