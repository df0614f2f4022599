package io.nocturne.spark.log.file;

import java.time.LocalDate;

/**
 * The location of a log, and how its files are written.
 *
 * @param section of the settings that say how the files are written, such as {@code input}, for
 *     messages
 * @param key the setting that holds the path, for messages
 * @param path a file, folder or pattern; {@code {date}} stands for each of the {@code days} days up
 *     to {@code date}
 * @param form how the files are written
 * @param maxMissingDays how many of the days may be missing
 */
public record LogSource(
    String section,
    String key,
    String path,
    FileForm form,
    LocalDate date,
    int days,
    int maxMissingDays) {

  /** Returns the source of a file or folder that is not divided into days. */
  public static LogSource plain(String section, String key, String path, FileForm form) {
    return new LogSource(section, key, path, form, LocalDate.EPOCH, 1, 0);
  }

  /** Returns this source with another file of the same form. */
  public LogSource withPath(String other) {
    return new LogSource(section, key, other, form, date, days, maxMissingDays);
  }
}
