package io.nocturne.spark.log;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What log to read and what makes a row of it good.
 *
 * @param path a file, folder or pattern; {@code {date}} stands for each of the {@code days} days up
 *     to {@code date}
 * @param format empty: by the file's ending
 * @param allowNonPositive whether a rating of zero or less is a good row
 * @param earliest the first day of good rows
 * @param latest the last day of good rows
 */
public record LogSettings(
    String path,
    Optional<LogFormat> format,
    String delimiter,
    boolean header,
    LocalDate date,
    int days,
    int maxMissingDays,
    LogColumns columns,
    IdType userIds,
    IdType itemIds,
    TimeFormat timeFormat,
    boolean allowNonPositive,
    LocalDate earliest,
    LocalDate latest,
    ZoneId zone) {

  /** The same settings for another file of the same form. */
  public LogSettings withPath(String other) {
    return new LogSettings(
        other,
        format,
        delimiter,
        header,
        date,
        days,
        maxMissingDays,
        columns,
        userIds,
        itemIds,
        timeFormat,
        allowNonPositive,
        earliest,
        latest,
        zone);
  }

  /** The same settings with the types of ids that an earlier read has found. */
  public LogSettings withIds(IdType users, IdType items) {
    return new LogSettings(
        path,
        format,
        delimiter,
        header,
        date,
        days,
        maxMissingDays,
        columns,
        users,
        items,
        timeFormat,
        allowNonPositive,
        earliest,
        latest,
        zone);
  }
}
