package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.nocturne.config.Configuration;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.spark.log.InteractionLog;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.LogSurvey;
import io.nocturne.spark.log.LogTable;
import io.nocturne.spark.log.file.LogFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One log in every supported format gives the same rows, and the same tables byte for byte. */
class LogFormsTest {
  private static final List<String> TABLES =
      List.of("items", "users", "vectors", "histories", "training", "evaluation", "quarantine");

  @TempDir static Path temp;
  private static Map<String, String> expected;
  private static List<Object> plain;

  /** The number in an id, which every format can represent. */
  private static String number(String id) {
    return id.substring(1);
  }

  private static String lines(Function<SmallLog.Line, String> form) {
    return SmallLog.lines().stream().map(form).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String columns(SmallLog.Line line, String delimiter) {
    return String.join(
        delimiter, number(line.user()), number(line.item()), "" + line.rating(), "" + line.time());
  }

  @BeforeAll
  static void readPlainCsv() {
    Path csv =
        SmallLog.write(temp.resolve("log.csv"), lines(l -> columns(l, ",")).lines().toList());
    SmallLog.writeGzip(temp.resolve("zipped.csv.gz"), lines(l -> columns(l, ",")).lines().toList());
    SmallLog.writeText(temp.resolve("ratings.dat"), lines(l -> columns(l, "::")));
    SmallLog.writeText(temp.resolve("bare.csv"), lines(l -> columns(l, ",")));
    SmallLog.writeText(
        temp.resolve("tabs.tsv"), "user\titem\trating\ttimestamp\n" + lines(l -> columns(l, "\t")));
    SmallLog.writeText(
        temp.resolve("other-order.csv"),
        "when,stars,product,member\n"
            + lines(
                l ->
                    "%d,%d,%s,%s"
                        .formatted(l.time(), l.rating(), number(l.item()), number(l.user()))));
    SmallLog.writeText(
        temp.resolve("windows.csv"),
        // with a byte order mark, every cell in quotes
        "\ufeff"
            + (SmallLog.HEADER + "\n" + lines(l -> "\"" + columns(l, "\",\"") + "\""))
                .replace("\n", "\r\n"));
    SmallLog.writeText(
        temp.resolve("millis.csv"), SmallLog.HEADER + "\n" + lines(l -> columns(l, ",") + "999"));
    SmallLog.writeText(
        temp.resolve("iso.csv"),
        SmallLog.HEADER
            + "\n"
            + lines(
                l -> columns(l, ",").replace("" + l.time(), "" + Instant.ofEpochSecond(l.time()))));
    SmallLog.writeText(
        temp.resolve("log.jsonl"),
        lines(
            l ->
                "{\"timestamp\": %d, \"rating\": %d.0, \"item\": %s, \"user\": %s, \"more\": [1]}"
                    .formatted(l.time(), l.rating(), number(l.item()), number(l.user()))));
    SparkSession session = session();
    session
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv(csv.toString())
        .selectExpr(
            "cast(user as int)",
            "cast(item as bigint)",
            "cast(rating as float)",
            "timestamp_seconds(timestamp) as timestamp")
        .repartition(3)
        .write()
        .parquet(temp.resolve("log.parquet").toString());
    Path halves = temp.resolve("halves");
    List<String> rows = lines(l -> columns(l, ",")).lines().toList();
    SmallLog.write(halves.resolve("one/b.csv"), rows.subList(0, 40));
    SmallLog.write(halves.resolve("two/a.csv"), rows.subList(40, rows.size()));
    expected = prepared("input.path=" + csv);
    plain = read(settings("log.csv", null));
  }

  private static SparkSession session() {
    SparkSession session = SparkSession.builder().getOrCreate();
    session.conf().set("spark.sql.session.timeZone", "UTC");
    return session;
  }

  /** The content hash of each table. */
  private static Map<String, String> prepared(String... keyValues) {
    Path root = temp.resolve("root");
    Stream<String> given = Stream.of("root=" + root, "prepare.weights=rating");
    JobRun.of(
            Command.PREPARE, Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new))
        .done();
    Map<String, String> hashes = new LinkedHashMap<>();
    for (String table : TABLES) {
      Path info = root.resolve("work/date=2026-11-20/" + table + "/_table.json");
      hashes.put(table, Output.json(info).path("sha256").asText());
    }
    return hashes;
  }

  /** The result of reading a log: columns, types, and rows in any order. */
  private static List<Object> read(Stream<String> keyValues) {
    List<String> all = Stream.concat(Stream.of("date=2026-11-20"), keyValues).toList();
    Configuration configuration = Configuration.load(Optional.empty(), all);
    LogSettings settings = new Settings(configuration, JobRun.NOW).log();
    SparkSession session = session();
    LogFiles files = LogFiles.find(settings.source(), session.sparkContext().hadoopConfiguration());
    InteractionLog log = InteractionLog.open(session, settings, files);
    LogSurvey survey = LogSurvey.of(settings, List.of(log));
    List<String> rows =
        LogTable.of(session, log, survey.ids())
            .select("user", "item", "rating", "time", "order", "reason")
            .collectAsList()
            .stream()
            .map(Row::toString)
            .sorted()
            .toList();
    return List.of(log.present(), survey.ids().users().type(), survey.ids().items().type(), rows);
  }

  private static Stream<String> settings(String file, String settings) {
    Stream<String> more = settings == null ? Stream.of() : Arrays.stream(settings.split(" "));
    return Stream.concat(Stream.of("input.path=" + temp.resolve(file)), more);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zipped.csv.gz   | ",
        "ratings.dat     | ",
        "bare.csv        | input.header=false input.columns.user=_c0 input.columns.item=_c1"
            + " input.columns.rating=_c2 input.columns.time=_c3",
        "tabs.tsv        | input.delimiter=\\t",
        "other-order.csv | input.columns.user=member input.columns.item=product"
            + " input.columns.rating=stars input.columns.time=when",
        "windows.csv     | ",
        "millis.csv      | input.time-format=millis",
        "iso.csv         | ",
        "log.csv         | input.ids.user=long input.ids.item=long input.time-format=seconds",
        "log.jsonl       | ",
        "log.parquet     | ",
        "halves          | ",
        "{log,none}.csv  | ",
      })
  void sameRows(String file, String settings) {
    assertEquals(plain, read(settings(file, settings)));
  }

  /** For untyped, typed and multiple files. */
  @ParameterizedTest
  @ValueSource(strings = {"ratings.dat", "log.parquet", "halves"})
  void sameTables(String file) {
    assertEquals(expected, prepared(settings(file, null).toArray(String[]::new)));
  }

  /** Shows that the comparison detects differences. */
  @Test
  void anotherLogGivesOtherTables() {
    List<String> rows = lines(l -> columns(l, ",")).lines().toList();
    Path shorter = SmallLog.write(temp.resolve("shorter.csv"), rows.subList(1, rows.size()));
    Map<String, String> other = prepared("input.path=" + shorter);
    assertNotEquals(expected.get("vectors"), other.get("vectors"));
    assertEquals(expected.get("quarantine"), other.get("quarantine"));
  }

  @Test
  void idsCanBeKeptAsText() {
    prepared("input.path=" + temp.resolve("log.csv"), "input.ids.user=string");
    Path work = temp.resolve("root/work/date=2026-11-20");
    assertEquals("10", Output.table(work, "users").get(0).get(0));
    assertEquals(10L, Output.table(work, "items").get(0).get(0));
  }

  /** A column of positions replaces times, and histories are in order, oldest first. */
  @Test
  void positionsReplaceTimes() {
    String text =
        "user,item,order\n" + lines(l -> "%s,%s,%d".formatted(l.user(), l.item(), -l.time()));
    Path log = SmallLog.writeText(temp.resolve("ordered.csv"), text);
    prepared("input.path=" + log, "prepare.weights=binary");
    Path work = temp.resolve("root/work/date=2026-11-20");
    // the reverse of the order i10, i12, i14, i16 in the log
    assertEquals(
        List.of("i16=1.0", "i14=1.0", "i12=1.0", "i10=1.0"), Output.histories(work).get("u10"));
  }
}
