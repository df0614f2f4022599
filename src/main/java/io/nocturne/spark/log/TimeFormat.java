package io.nocturne.spark.log;

import io.nocturne.spark.log.file.Numbers;
import io.nocturne.spark.log.file.RawRow.Seconds;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;

/** The format of times in a log. All are converted to whole seconds since 1970, rounded down. */
public enum TimeFormat {
  /**
   * Numbers by their size: seconds below {@link #FIRST_MILLIS}, milliseconds below 1,000 times
   * that, microseconds below 1,000,000 times, and nanoseconds from there on. Text is ISO.
   */
  AUTO(0),
  /** Seconds since 1970. */
  SECONDS(1),
  /** Milliseconds since 1970. */
  MILLIS(1_000),
  /** Microseconds since 1970. */
  MICROS(1_000_000),
  /** Nanoseconds since 1970. */
  NANOS(1_000_000_000),
  /** ISO 8601 text; without an offset it is in the configured time zone. */
  ISO(0);

  /** As seconds this is the year 5138, as milliseconds it is March 1973. */
  private static final long FIRST_MILLIS = 100_000_000_000L;

  private static final double MOST = 1e19;
  private static final long MICROSECONDS = 1_000_000;

  /** Text must start with a date: Spark would take a time alone, such as 03:00, as of today. */
  private static final Pattern DATE_FIRST = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}.*");

  private final long unitsPerSecond;

  TimeFormat(long unitsPerSecond) {
    this.unitsPerSecond = unitsPerSecond;
  }

  /**
   * Converts a value to seconds; null if it is not a time in this format.
   *
   * @param zone of text without an offset
   */
  Long seconds(Object value, ZoneId zone) {
    if (value instanceof Seconds known) {
      return known.value();
    }
    if (this != ISO) {
      Long whole = value instanceof Double ? null : Numbers.integer(value);
      if (whole != null) {
        return Math.floorDiv(whole, units(Math.abs((double) whole)));
      }
      Double number = Numbers.number(value);
      if (number != null) {
        return seconds(number);
      }
    }
    String text = this == AUTO || this == ISO ? Numbers.text(value) : null;
    return text == null ? null : iso(text.strip(), zone);
  }

  private Long seconds(double number) {
    double size = Math.abs(number);
    return size < MOST ? (Long) (long) Math.floor(number / units(size)) : null;
  }

  private long units(double size) {
    if (this != AUTO) {
      return unitsPerSecond;
    }
    for (TimeFormat unit : new TimeFormat[] {SECONDS, MILLIS, MICROS}) {
      if (size < (double) FIRST_MILLIS * unit.unitsPerSecond) {
        return unit.unitsPerSecond;
      }
    }
    return NANOS.unitsPerSecond;
  }

  private static Long iso(String text, ZoneId zone) {
    if (!DATE_FIRST.matcher(text).matches()) {
      return null;
    }
    Option<Object> micros = DateTimeUtils.stringToTimestamp(UTF8String.fromString(text), zone);
    return micros.isEmpty() ? null : (Long) Math.floorDiv((long) micros.get(), MICROSECONDS);
  }
}
