package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.config.Configuration;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.spark.log.InteractionLog;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.LogSurvey;
import io.nocturne.spark.log.LogTable;
import io.nocturne.spark.log.file.LogFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reading of files as real programs write them. A case expects, in any order, each column that is
 * read ({@code column rating = Rating}), the types of ids ({@code ids long string}), the notes
 * ({@code note ...}), each good row ({@code good USER ITEM RATING [TIME]}), and each bad one
 * ({@code bad FILE | ROW | REASON}).
 */
class ReadingCasesTest {
  static Stream<Arguments> cases() {
    return CaseFile.group("reading");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isReadAsExpected(String name, CaseFile given, @TempDir Path folder) {
    List<String> settings = new ArrayList<>(List.of("date=2026-11-20"));
    settings.addAll(given.write(folder));
    Configuration configuration = Configuration.load(Optional.empty(), settings);
    List<String> found = read(new Settings(configuration, JobRun.NOW).log());
    assertEquals(sorted(given.expected()), sorted(found));
  }

  private static String sorted(List<String> lines) {
    return lines.stream().sorted().collect(Collectors.joining("\n"));
  }

  private static List<String> read(LogSettings settings) {
    SparkSession spark = SparkSession.builder().getOrCreate().newSession();
    spark.conf().set("spark.sql.session.timeZone", settings.rules().zone().getId());
    LogFiles files = LogFiles.find(settings.source(), spark.sparkContext().hadoopConfiguration());
    InteractionLog log = InteractionLog.open(spark, settings, files);
    LogSurvey survey = LogSurvey.of(settings, List.of(log));
    List<String> found = new ArrayList<>();
    log.notices().forEach(notice -> found.add("note " + notice));
    log.columns().forEach((role, column) -> found.add("column " + role + " = " + column));
    found.removeIf(line -> line.endsWith(" = "));
    found.add(
        "ids %s %s"
            .formatted(survey.ids().users().type().label(), survey.ids().items().type().label()));
    List<Row> rows = LogTable.of(spark, log, survey.ids()).collectAsList();
    rows.forEach(row -> found.add(text(row)));
    assertEquals(rows.size(), survey.rows(), "rows of the survey");
    long bad = rows.stream().filter(row -> !row.isNullAt(7)).count();
    assertEquals(bad, survey.bad(), "bad rows of the survey");
    return found;
  }

  private static String text(Row row) {
    if (!row.isNullAt(7)) {
      return "bad %s | %s | %s".formatted(row.get(5), row.get(6), row.get(7));
    }
    return IntStream.range(0, 5)
        .filter(k -> !row.isNullAt(k))
        .mapToObj(k -> row.get(k).toString())
        .collect(Collectors.joining(" ", "good ", ""));
  }
}
