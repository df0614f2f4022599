package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nocturne.spark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusable input: status 3, a message with the fault and the remedy, and the live run stays. */
class BadInputTest {
  @TempDir static Path temp;
  private static Path root;
  private static Map<String, String> before;

  @BeforeAll
  static void publishAGoodRun() {
    root = temp.resolve("root");
    Path good = SmallLog.write(temp.resolve("good.csv"), SmallLog.csv());
    JobRun.of(Command.NIGHTLY, "root=" + root, "input.path=" + good, "date=2026-11-19").done();
    before = Output.published(root);
    assertFalse(before.isEmpty());
  }

  @AfterEach
  void checkPublishedFilesAreUnchanged() {
    assertEquals(before, Output.published(root));
  }

  private static JobRun nightly(Path input, String... keyValues) {
    Stream<String> given = Stream.of("root=" + root, "input.path=" + input);
    return JobRun.of(
        Command.NIGHTLY, Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  @Test
  void missingFile() {
    Path missing = temp.resolve("no-such-log.csv");
    nightly(missing).refused(3, "Input not found: " + missing, "Check input.path");
  }

  @Test
  void patternWithoutMatch() {
    Path missing = temp.resolve("no-such-*.csv");
    nightly(missing).refused(3, "Input not found: " + missing, "Check input.path");
  }

  @Test
  void emptyFile() {
    Path file = SmallLog.writeText(temp.resolve("empty.csv"), "");
    nightly(file).refused(3, "Input is empty: " + file, "0 bytes", "Check what wrote it");
  }

  @Test
  void emptyFolder() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("empty-folder"));
    nightly(folder).refused(3, "Input is empty: " + folder, "0 file(s)", "Check what wrote it");
  }

  @Test
  void headerOnly() {
    Path file = SmallLog.write(temp.resolve("header.csv"), List.of());
    nightly(file).refused(3, "Input is empty: " + file, "at most a header line");
  }

  @ParameterizedTest
  @CsvSource({"user, input.columns.user", "item, input.columns.item"})
  void missingColumn(String column, String key) {
    String header = SmallLog.HEADER.replace(column, column + "_key");
    Path file = temp.resolve("without-" + column + ".csv");
    SmallLog.writeText(file, header + "\n" + String.join("\n", SmallLog.csv()) + "\n");
    nightly(file)
        .refused(
            3,
            "Column not found: " + column + " in " + file,
            "did you mean " + column + "_key?",
            "Set " + key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rating", "time", "order"})
  void missingConfiguredColumn(String role) {
    Path file = SmallLog.write(temp.resolve("asked-for.csv"), SmallLog.csv());
    nightly(file, "input.columns." + role + "=timestmp")
        .refused(
            3,
            "Column not found: timestmp",
            "did you mean timestamp?",
            "Set input.columns." + role);
  }

  @Test
  void wrongDelimiter() {
    Path file = SmallLog.write(temp.resolve("delimiter.csv"), SmallLog.csv());
    nightly(file, "input.delimiter=;")
        .refused(3, "Column not found: user", "user,item,rating,timestamp", "input.delimiter");
  }

  /** Each column with a wrong type: the SQL that creates it, and the message about it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user   | cast(2 as decimal(5,2))      | int32 (DECIMAL(5,2)) | a string or an integer",
        "item   | array('a', 'b')              | list                 | a string or an integer",
        "item   | true                         | boolean              | a string or an integer",
        "rating | array(1.0f)                  | list                 | a number",
        "rating | false                        | boolean              | a number",
        "rating | date'2026-11-10'             | int32 (DATE)         | a number",
        "time   | map('a', 1)                  | map                  | a timestamp",
        "time   | true                         | boolean              | a timestamp",
      })
  void columnOfTheWrongType(String column, String sql, String type, String expected) {
    String name = "type-" + column + type.replaceAll("\\W", "-");
    Path file = temp.resolve(name);
    SparkSession.active()
        .range(20)
        .selectExpr("id as user", "id % 7 as item", "1.0 as rating", "id + 1700000000 as time")
        .withColumn(column, functions.expr(sql))
        .write()
        .parquet(file.toString());
    nightly(file)
        .refused(
            3,
            "Wrong column type: the %s of %s/part-".formatted(column, name),
            " is " + type,
            expected,
            "input.columns." + column);
  }

  /** Readers of the tables rely on the type. */
  @Test
  void idsOfAnotherTypeThanInTheLiveRun() {
    List<String> rows = SmallLog.csv().stream().map(r -> r.replaceAll("u(\\d+)", "$1")).toList();
    Path file = SmallLog.write(temp.resolve("integers.csv"), rows);
    nightly(file)
        .refused(
            3,
            "Ids of another type: the user ids of this log are long, those of the live run string",
            "set input.ids.user = string",
            "or input.ids.user = long to change the type in all tables");
    for (String type : List.of("string", "long")) {
      String named = "input.ids.user=" + type;
      JobRun.of(Command.PREPARE, "root=" + root, "input.path=" + file, named).done();
    }
  }

  @Test
  void allRowsInvalid() {
    List<String> rows = SmallLog.lines().stream().map(l -> l.user() + ",,x," + l.time()).toList();
    Path file = SmallLog.write(temp.resolve("invalid.csv"), rows);
    nightly(file, "prepare.max-bad-share=1")
        .refused(3, "Too many bad rows in " + file, "96 of 96 (100.0 %", "96 x item: missing");
  }

  @Test
  void oneUser() {
    List<String> rows = List.of("a,x,1,1794268800", "a,y,1,1794268801", "a,z,1,1794268802");
    Path file = SmallLog.write(temp.resolve("one-user.csv"), rows);
    nightly(file)
        .refused(3, "Too little data in " + file, "1 user(s) and 3 item(s)", "2 or more of each");
  }

  @Test
  void oneItem() {
    List<String> rows = List.of("a,x,1,1794268800", "b,x,1,1794268801", "c,x,1,1794268802");
    Path file = SmallLog.write(temp.resolve("one-item.csv"), rows);
    nightly(file)
        .refused(3, "Too little data in " + file, "3 user(s) and 1 item(s)", "2 or more of each");
  }

  @Test
  void logWithoutRowsAfterFiltering() {
    Path file = SmallLog.write(temp.resolve("thin.csv"), SmallLog.csv());
    nightly(file, "prepare.min-user-interactions=5") // every user has 4
        .refused(3, "Too few items: 0 of the log's 12 item(s)", "Check prepare.min-rating");
  }

  @Test
  void truncatedGzip() throws IOException {
    List<String> many = Stream.generate(SmallLog::csv).limit(50).flatMap(List::stream).toList();
    byte[] whole = Files.readAllBytes(SmallLog.writeGzip(temp.resolve("whole.csv.gz"), many));
    Path half = temp.resolve("half.csv.gz");
    SmallLog.writeBytes(half, Arrays.copyOf(whole, whole.length / 2));
    JobRun run =
        nightly(half).refused(3, "Cannot read ", "half.csv.gz", "damaged or cut short", "again");
    // schedulers that lose exit statuses see only the report
    Path report = root.resolve("work/date=2026-11-20/report.json");
    assertEquals(run.report(), Json.parse(Files.readString(report)));
  }

  @Test
  void missingDayFolder() {
    for (String day : List.of("2026-11-18", "2026-11-20")) {
      SmallLog.write(temp.resolve("days/dt=" + day + "/log.csv"), SmallLog.csv());
    }
    nightly(temp.resolve("days/dt={date}"), "input.days=3")
        .refused(3, "1 day(s) are missing", "2026-11-19", "input.max-missing-days");
  }

  @Test
  void invalidGzip() {
    Path file = SmallLog.write(temp.resolve("plain.csv.gz"), SmallLog.csv());
    nightly(file).refused(3, "Cannot read ", "plain.csv.gz", "damaged or cut short", "again");
  }

  @Test
  void invalidParquet() {
    Path file = SmallLog.write(temp.resolve("text.parquet"), SmallLog.csv());
    nightly(file).refused(3, "Cannot read ", "text.parquet", "damaged or cut short", "again");
  }

  @Test
  void invalidJson() {
    Path file = SmallLog.write(temp.resolve("text.json"), SmallLog.csv());
    nightly(file).refused(3, "No json object on any line of text.json", "set input.format");
  }

  @Test
  void invalidMovieLens() {
    Path file = SmallLog.write(temp.resolve("ratings.dat"), SmallLog.csv());
    nightly(file)
        .refused(
            3,
            "Cannot read ratings.dat as movielens",
            "1 column(s)",
            "user::item::rating::timestamp");
  }

  @Test
  void unknownFileExtension() {
    Path file = SmallLog.write(temp.resolve("log.xls"), SmallLog.csv());
    nightly(file).refused(3, "Cannot tell the format of log.xls", "set input.format");
  }

  @Test
  void missingTitlesFile() {
    Path file = SmallLog.write(temp.resolve("untitled.csv"), SmallLog.csv());
    nightly(file, "titles.path=" + temp.resolve("no-titles.csv"))
        .refused(3, "Titles not found: " + temp.resolve("no-titles.csv"), "Check titles.path");
  }

  @Test
  void titlesWithoutTitleColumn() {
    Path file = SmallLog.write(temp.resolve("titled.csv"), SmallLog.csv());
    Path titles = SmallLog.writeText(temp.resolve("titles.csv"), "item,titel\ni10,Ten\n");
    nightly(file, "titles.path=" + titles)
        .refused(3, "Column not found: title in " + titles, "did you mean titel?", "titles.title");
  }

  @Test
  void splitByTimeWithoutTimes() {
    List<String> rows = SmallLog.lines().stream().map(l -> l.user() + "," + l.item()).toList();
    String text = "user,item\n" + String.join("\n", rows) + "\n";
    Path file = SmallLog.writeText(temp.resolve("untimed.csv"), text);
    nightly(file, "split.kind=temporal")
        .refused(3, "Cannot split by time", "Set input.columns.time");
    nightly(file, "split.kind=leave-last-out")
        .refused(3, "neither times nor an order", "Set input.columns.time");
  }

  @Test
  void missingHeldOutFile() {
    Path file = SmallLog.write(temp.resolve("train.csv"), SmallLog.csv());
    Path missing = temp.resolve("no-held-out.csv");
    nightly(file, "split.kind=given", "split.given.test-held-out=" + missing)
        .refused(3, "Input not found: " + missing);
  }

  @Test
  void unwritableRoot() {
    Path file = SmallLog.write(temp.resolve("unwritten.csv"), SmallLog.csv());
    Path below = SmallLog.writeText(temp.resolve("a-file"), "").resolve("root");
    nightly(file, "root=" + below)
        .refused(1, "Cannot write to the root", below.toString(), "Set root to a folder");
  }
}
