package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.config.Configuration;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.spark.log.InteractionLog;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.LogSurvey;
import io.nocturne.spark.log.file.LogFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log with a folder per day: which days are read, and which can be missing. */
class DayFoldersTest {
  @TempDir static Path temp;

  /** From the 15th to the 20th, without the 18th. */
  @BeforeAll
  static void writeTheDays() {
    for (int day : new int[] {15, 16, 17, 19, 20}) {
      writeDay(temp.resolve("log"), day);
    }
  }

  /** Writes two users and two items that occur on this day only. */
  private static void writeDay(Path folder, int day) {
    long noon = Instant.parse("2026-11-" + day + "T12:00:00Z").getEpochSecond();
    List<String> rows = new ArrayList<>();
    for (String user : List.of("a", "b")) {
      for (String item : List.of("x", "y")) {
        rows.add("%s%d,%s%d,3,%d".formatted(user, day, item, day, noon));
      }
    }
    SmallLog.write(folder.resolve("dt=2026-11-" + day + "/part-0.csv"), rows);
  }

  private static JobRun prepare(String... keyValues) {
    Stream<String> given =
        Stream.of(
            "root=" + temp.resolve("root"), "input.path=" + temp.resolve("log") + "/dt={date}");
    return JobRun.of(
        Command.PREPARE, Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  private static List<String> daysRead(LocalDate date) {
    TreeSet<String> days = new TreeSet<>();
    Path work = temp.resolve("root/work/date=" + date);
    Output.table(work, "users").forEach(row -> days.add(row.getString(0).substring(1)));
    return List.copyOf(days);
  }

  @Test
  void rejectsAMissingDay() {
    prepare("input.days=6")
        .refused(
            3,
            "1 day(s) are missing",
            "(2026-11-18)",
            "expected at most 0",
            "raise input.max-missing-days");
  }

  @Test
  void missingDaysCanBeAllowed() {
    JsonNode sizes =
        prepare("input.days=6", "input.max-missing-days=1").done().report().path("sizes");
    assertEquals(1, sizes.path("days_missing").asInt());
    assertEquals(0, sizes.path("days_before_the_first").asInt());
    assertEquals(5, sizes.path("files").asInt());
    assertEquals(List.of("15", "16", "17", "19", "20"), daysRead(LocalDate.of(2026, 11, 20)));
  }

  @Test
  void daysBeforeTheFirstCanBeMissing() {
    JsonNode sizes = prepare("date=2026-11-17", "input.days=90").done().report().path("sizes");
    assertEquals(0, sizes.path("days_missing").asInt());
    assertEquals(87, sizes.path("days_before_the_first").asInt());
    assertEquals(List.of("15", "16", "17"), daysRead(LocalDate.of(2026, 11, 17)));
  }

  /** On the 18th the run's own day is missing; on the 22nd two days are. */
  @ParameterizedTest
  @CsvSource({"2026-11-18, '1 day(s)', (2026-11-18)", "2026-11-22, '2 day(s)', 2026-11-21"})
  void requiresTheRunsOwnDay(String date, String count, String day) {
    prepare("date=" + date, "input.days=3", "input.latest=2026-12-31")
        .refused(3, count, day, "Deliver them");
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "2, 19 20"})
  void readsTheLastDays(int days, String expected) {
    prepare("input.days=" + days).done();
    assertEquals(List.of(expected.split(" ")), daysRead(LocalDate.of(2026, 11, 20)));
  }

  @Test
  void rejectsALogWithoutDays() {
    prepare("date=2026-11-14", "input.days=5")
        .refused(
            3, "Input not found: ", "/dt={date}", "any of the 5 days up to 2026-11-14", "Check");
  }

  @Test
  void patternWithoutDateReadsAllFiles() {
    JobRun run = prepare("input.path=" + temp.resolve("log") + "/*/*.csv").done();
    assertEquals(5, run.report().path("sizes").path("files").asInt());
  }

  /**
   * 2026-11-19T15:30Z is half past midnight on the 20th in Tokyo: for the run of the 19th it is in
   * the future there, but not in UTC.
   */
  @ParameterizedTest
  @CsvSource({
    "2026-11-20, Asia/Tokyo, 0",
    "2026-11-19, Asia/Tokyo, 1",
    "2026-11-19, UTC, 0",
  })
  void daysEndAtMidnightInTheTimeZone(String date, String zone, int bad) {
    checkMidnight("1795102200", date, zone, bad); // date -u -d 2026-11-19T15:30Z +%s
  }

  /** Text without an offset is read in the time zone of the dates. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-20 00:30:00,       2026-11-19, Asia/Tokyo, 1",
    "2026-11-20 00:30:00,       2026-11-19, UTC,        1",
    "2026-11-20T00:30:00+09:00, 2026-11-19, UTC,        0",
    "2026-11-20,                2026-11-19, Asia/Tokyo, 1",
  })
  void textIsReadInTheTimeZone(String time, String date, String zone, int bad) {
    checkMidnight(time, date, zone, bad);
  }

  private static void checkMidnight(String time, String date, String zone, int bad) {
    List<String> rows = List.of("c,x,3,1790000000", "d,y,3,1790000000", "c,y,3," + time);
    Path file = SmallLog.write(temp.resolve("midnight.csv"), rows);
    List<String> keys = List.of("input.path=" + file, "date=" + date, "time-zone=" + zone);
    LogSettings settings =
        new Settings(Configuration.load(Optional.empty(), keys), JobRun.NOW).log();
    SparkSession spark = SparkSession.builder().getOrCreate();
    LogFiles files = LogFiles.find(settings.source(), spark.sparkContext().hadoopConfiguration());
    LogSurvey survey = LogSurvey.of(settings, List.of(InteractionLog.open(spark, settings, files)));
    assertEquals(bad == 0 ? Map.of() : Map.of("time: after " + date, 1L), survey.reasons());
  }

  /** At 04:00 UTC it is the 21st in Tokyo and still the 20th in Los Angeles. */
  @ParameterizedTest
  @CsvSource({
    "Asia/Tokyo,          yesterday, 2026-11-20",
    "America/Los_Angeles, yesterday, 2026-11-19",
    "America/Los_Angeles, today,     2026-11-20",
  })
  void yesterdayDependsOnTheTimeZone(String zone, String word, String date) {
    JobRun run =
        JobRun.dry(
            Command.NIGHTLY,
            "time-zone=" + zone,
            "date=" + word,
            "input.path=" + temp.resolve("log"));
    assertEquals(date, run.done().report().path("date").asText());
    assertTrue(run.out().contains("runs/date=" + date + "/"), run.out());
  }
}
