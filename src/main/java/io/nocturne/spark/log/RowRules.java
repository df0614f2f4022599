package io.nocturne.spark.log;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The rules for good rows.
 *
 * @param timeFormat how times are written
 * @param allowNonPositive whether a rating of zero or less is good
 * @param earliest the first day of good rows
 * @param latest the last day of good rows
 * @param zone the time zone of these days
 */
public record RowRules(
    TimeFormat timeFormat,
    boolean allowNonPositive,
    LocalDate earliest,
    LocalDate latest,
    ZoneId zone)
    implements Serializable {}
