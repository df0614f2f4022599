package io.nocturne.spark.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.spark.log.file.ColumnNames;
import io.nocturne.spark.log.file.RawRow;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeFormatTest {
  /** 2026-11-20T03:00:00Z. */
  private static final long NIGHT = Instant.parse("2026-11-20T03:00:00Z").getEpochSecond();

  @TempDir Path folder;

  /** Judges a row with each of the times, and gives its seconds or, where it is bad, the reason. */
  private static List<String> read(RowRules rules, String... times) {
    RowCheck check = new RowCheck(rules, new PresentColumns(false, true, false), false);
    RawRow row = new RawRow(5);
    List<String> found = new ArrayList<>();
    for (String time : times) {
      row.begin(() -> "log.csv", () -> "");
      row.set(ColumnNames.USER, "1");
      row.set(ColumnNames.ITEM, "2");
      row.set(ColumnNames.TIME, time.isEmpty() ? null : time);
      check.read(row);
      found.add(check.reason() == null ? check.time().toString() : check.reason());
    }
    return found;
  }

  private List<String> read(LogCase log, String... times) {
    return read(log.settings().rules(), times);
  }

  private List<String> read(TimeFormat format, String... times) {
    LogCase log = new LogCase(folder);
    log.timeFormat = format;
    return read(log, times);
  }

  private void assertNone(TimeFormat format, String... times) {
    assertEquals(Collections.nCopies(times.length, "time: not a time"), read(format, times));
  }

  @Test
  void autoTellsSecondsFromMillis() {
    assertEquals(
        List.of("" + NIGHT, "" + NIGHT, "" + NIGHT, "time: after 2026-11-20"),
        // the last is the largest that counts as seconds: the year 5138
        read(TimeFormat.AUTO, "" + NIGHT, NIGHT + "000", NIGHT + ".9", "99999999999"));
    // 100,000,000,000 ms are 1973-03-03, before 1990
    assertEquals(List.of("time: before 1990-01-01"), read(TimeFormat.AUTO, "100000000000"));
  }

  @Test
  void isoWithAndWithoutAnOffset() {
    for (TimeFormat format : List.of(TimeFormat.AUTO, TimeFormat.ISO)) {
      String[] times = {
        "2026-11-20T03:00:00Z",
        "2026-11-20 03:00:00",
        "2026-11-20T04:00:00+01:00",
        "2026-11-19 22:00:00-05:00",
        "2026-11-20T03:00:00.999",
        "2026-11-20"
      };
      String night = "" + NIGHT;
      String midnight = "" + (NIGHT - 3 * 3600);
      assertEquals(List.of(night, night, night, night, night, midnight), read(format, times));
    }
  }

  @Test
  void aTimeWithoutAnOffsetIsInTheZone() {
    LogCase log = new LogCase(folder).in("America/New_York"); // five hours behind, in November
    log.date = LocalDate.parse("2026-11-20");
    String midnight = "" + (NIGHT + 2 * 3600); // 05:00 UTC
    assertEquals(
        List.of(midnight, midnight, "" + NIGHT),
        read(log, "2026-11-20 00:00:00", "2026-11-20", "2026-11-20T03:00:00Z"));
  }

  @Test
  void theBoundsAreDaysOfTheZone() {
    LogCase log = new LogCase(folder).in("America/New_York");
    log.earliest = LocalDate.parse("2026-11-20");
    log.date = LocalDate.parse("2026-11-20");
    long first = Instant.parse("2026-11-20T05:00:00Z").getEpochSecond();
    long last = Instant.parse("2026-11-21T04:59:59Z").getEpochSecond();
    assertEquals(
        List.of("time: before 2026-11-20", "" + first, "" + last, "time: after 2026-11-20"),
        read(log, "" + (first - 1), "" + first, "" + last, "" + (last + 1)));
  }

  @Test
  void autoTellsMicrosFromNanos() {
    assertEquals(
        List.of("" + NIGHT, "" + NIGHT, "" + NIGHT, "time: before 1990-01-01"),
        read(
            TimeFormat.AUTO,
            NIGHT + "999999",
            NIGHT + "999999999",
            NIGHT + "999999.5",
            // the first that counts as microseconds: March 1973
            "100000000000000"));
  }

  @Test
  void fixedFormatsTakeNumbersAtTheirWord() {
    assertEquals(
        List.of("" + NIGHT, "time: after 2026-11-20"),
        read(TimeFormat.SECONDS, "" + NIGHT, NIGHT + "000"));
    assertEquals(
        List.of("" + NIGHT, "time: before 1990-01-01"),
        read(TimeFormat.MILLIS, NIGHT + "999", "" + NIGHT));
    assertEquals(
        List.of("" + NIGHT, "time: before 1990-01-01"),
        read(TimeFormat.MICROS, NIGHT + "999999", NIGHT + "999"));
    assertEquals(
        List.of("" + NIGHT, "time: before 1990-01-01"),
        read(TimeFormat.NANOS, NIGHT + "999999999", NIGHT + "999999"));
    for (TimeFormat format :
        List.of(TimeFormat.SECONDS, TimeFormat.MILLIS, TimeFormat.MICROS, TimeFormat.NANOS)) {
      assertEquals(List.of("time: not a time"), read(format, "2026-11-20T03:00:00Z"));
    }
    assertEquals(List.of("time: not a time"), read(TimeFormat.ISO, NIGHT + ""));
  }

  @Test
  void whatIsNoTime() {
    for (TimeFormat format : List.of(TimeFormat.AUTO, TimeFormat.ISO)) {
      assertNone(format, "yes", "2026-13-01", "2026-02-30", "NaN", "Infinity", "-inf", "1e300");
    }
    assertEquals(List.of("time: missing"), read(TimeFormat.AUTO, ""));
  }

  /** Spark would take these for times of the day on which the job runs. */
  @Test
  void whatDependsOnTheClockIsNoTime() {
    for (TimeFormat format : List.of(TimeFormat.AUTO, TimeFormat.ISO)) {
      assertNone(format, "03:00", "T03:00:00", "03:00:00.5", "now", "today", "yesterday");
    }
  }

  @Test
  void secondsBefore1970RoundDown() {
    LogCase log = new LogCase(folder);
    log.earliest = LocalDate.parse("1960-01-01");
    assertEquals(List.of("-2", "-1"), read(log, "-1.5", "-0.5"));
  }

  @Test
  void columnsOfParquetKeepTheirTypes() {
    LogCase log = new LogCase(folder);
    log.path = folder + "/log.parquet";
    for (String time :
        List.of(
            "timestamp'2026-11-20 03:00:00'",
            "timestamp_ntz'2026-11-20 03:00:00'",
            NIGHT + "L",
            "cast(" + NIGHT + " as int)",
            "cast(" + NIGHT + " as double)",
            NIGHT + "000L",
            "'2026-11-20T03:00:00Z'")) {
      log.session()
          .sql("select 1L as user, 2L as item, " + time + " as time")
          .write()
          .mode("overwrite")
          .parquet(log.path);
      assertEquals(List.of("" + NIGHT), log.column("time"), time);
    }
    log.session()
        .sql("select 1L as user, 2L as item, date'2026-11-20' as time")
        .write()
        .mode("overwrite")
        .parquet(log.path);
    assertEquals(List.of("" + (NIGHT - 3 * 3600)), log.column("time"));
  }
}
