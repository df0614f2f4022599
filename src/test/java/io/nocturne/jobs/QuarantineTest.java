package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.store.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad rows are quarantined with their reason and counted; too many of them stop the job. */
class QuarantineTest {
  /** Bad rows of every kind and their reasons. */
  private static final Map<String, String> BAD =
      Map.ofEntries(
          Map.entry(",i10,1,1794268800", "user: missing"),
          Map.entry("  ,i10,2,1794268800", "user: missing"),
          Map.entry("u10,,3,1794268800", "item: missing"),
          Map.entry("u10,i10,,1794268800", "rating: missing"),
          Map.entry("u10,i10,four,1794268800", "rating: not a number"),
          Map.entry("u10,i10,NaN,1794268800", "rating: NaN"),
          Map.entry("u10,i10,Infinity,1794268800", "rating: infinite"),
          Map.entry("u10,i10,-1e39,1794268800", "rating: infinite"),
          Map.entry(
              "u10,i10,0,1794268800",
              "rating: not positive (see prepare.min-rating, evaluate.rating-scale)"),
          Map.entry(
              "u10,i10,-2,1794268800",
              "rating: not positive (see prepare.min-rating, evaluate.rating-scale)"),
          Map.entry("u10,i10,4,", "time: missing"),
          Map.entry("u10,i10,4,soon", "time: not a time"),
          Map.entry("u10,i10,4,NaN", "time: not a time"),
          Map.entry("u10,i10,4,-1", "time: before 1990-01-01"),
          // 2026-11-21T00:00:00Z, the first second after the run's date
          Map.entry("u10,i10,4,1795219200", "time: after 2026-11-20"),
          Map.entry("u10,i10", "malformed row"),
          Map.entry("u10,i10,4,1794268800,more", "malformed row"));

  @TempDir Path temp;

  private Path work() {
    return root().resolve("work/date=2026-11-20");
  }

  private Path root() {
    return temp.resolve("root");
  }

  @Test
  void quarantinesBadRowsWithReasonAndSource() {
    Path log = SmallLog.write(temp.resolve("dirty.csv"), SmallLog.csvWith(BAD.keySet()));
    JobRun run =
        JobRun.of(
                Command.PREPARE, "root=" + root(), "input.path=" + log, "prepare.max-bad-share=0.2")
            .done();
    // 24 users x 4 items, and the bad rows
    assertEquals(96 + BAD.size(), run.report().path("sizes").path("rows").asInt());
    assertEquals(BAD.size(), run.report().path("sizes").path("bad_rows").asInt());
    Map<String, Integer> counts = new TreeMap<>();
    BAD.values().forEach(reason -> counts.merge(reason, 1, Integer::sum));
    assertEquals(counts, reasons(run));
    Map<String, String> found = new TreeMap<>();
    for (Row row : Output.table(work(), "quarantine")) {
      assertEquals("dirty.csv", row.getString(0));
      found.put(asCsv(row.getString(1)), row.getString(2));
    }
    assertEquals(new TreeMap<>(BAD), found);
    // no other table has them
    Map<Object, List<String>> histories = Output.histories(work());
    Path clean = SmallLog.write(temp.resolve("clean.csv"), SmallLog.csv());
    JobRun.of(Command.PREPARE, "root=" + root(), "input.path=" + clean).done();
    assertEquals(Output.histories(work()), histories);
  }

  /**
   * The quarantine keeps the text of a malformed row, and otherwise a JSON object of the non-null
   * columns.
   */
  private static String asCsv(String row) {
    if (!row.startsWith("{")) {
      return row;
    }
    List<String> cells = new ArrayList<>();
    for (String column : SmallLog.HEADER.split(",")) {
      cells.add(Json.parse(row).path(column).asText());
    }
    return String.join(",", cells);
  }

  @Test
  void tooManyStopTheJobBeforeTraining() {
    Path log = SmallLog.write(temp.resolve("dirty.csv"), SmallLog.csvWith(BAD.keySet()));
    Path quarantine = root().resolve("work/date=2026-11-20/quarantine");
    JobRun run =
        JobRun.of(
            Command.NIGHTLY, "root=" + root(), "input.path=" + log, "prepare.max-bad-share=0.1");
    // 17 of 96 + 17 are 15.04 %
    run.refused(
        3,
        "Too many bad rows in " + log,
        "17 of 113 (15.0 %",
        "expected at most 10.0 %",
        "2 x malformed row",
        "2 x user: missing",
        "raise prepare.max-bad-share");
    assertTrue(run.report().path("error").asText().contains(quarantine.toString()));
    assertEquals(17, Output.table(quarantine.getParent(), "quarantine").size());
    assertTrue(run.report().path("seconds").path("train").isMissingNode());
    assertTrue(Output.published(root()).isEmpty());
  }

  /** Ratings from -10 to 10, as in Jester, are a wrong scale, not a broken log. */
  @Test
  void reportsRatingsOutsideTheScale() {
    List<String> rows =
        SmallLog.lines().stream()
            .map(
                line -> new SmallLog.Line(line.user(), line.item(), line.rating() - 3, line.time()))
            .map(SmallLog.Line::csv)
            .toList();
    Path log = SmallLog.write(temp.resolve("jester.csv"), rows);
    String input = "input.path=" + log;
    String[] remedies = {
      "set prepare.min-rating to the lowest", "evaluate.rating-scale to the lowest"
    };
    JobRun.of(Command.PREPARE, "root=" + root(), input).refused(3, remedies);
    // a recipe that predicts ratings, with a scale that does not include them
    JobRun.of(
            Command.PREPARE,
            "root=" + root(),
            input,
            "train.recipe=auto-rec",
            "prepare.weights=rating")
        .refused(3, remedies);
    JobRun.of(Command.PREPARE, "root=" + root(), input, "prepare.min-rating=-2").done();
  }

  /** 4 bad of 100 rows pass a limit of exactly 0.04, but no lower one. */
  @ParameterizedTest
  @CsvSource({"0.04, 0", "0.0399, 3"})
  void limitIsInclusive(String share, int status) {
    List<String> bad =
        List.of("u1,,1,1", ",i1,1,1794268800", "u1,i1,x,1794268800", "u1,i1,1,yesterday");
    Path log = SmallLog.write(temp.resolve("dirty.csv"), SmallLog.csvWith(bad));
    JobRun run =
        JobRun.of(
            Command.PREPARE,
            "root=" + root(),
            "input.path=" + log,
            "prepare.max-bad-share=" + share);
    assertEquals(status, run.status(), run.err());
    assertTrue(run.err().contains(status == 0 ? "100 rows, 4 of them bad" : "4 of 100 (4.0 %"));
  }

  /** Ids configured as long that are not. */
  @Test
  void idsOfAnotherTypeThanConfigured() {
    List<String> rows = new ArrayList<>();
    SmallLog.csv().forEach(row -> rows.add(row.replaceAll("[ui](\\d+)", "$1")));
    rows.add("x10,10,1,1794268800");
    rows.add("10,10x,1,1794268800");
    rows.add("007,10,1,1794268800"); // would be written differently
    rows.add("10,9223372036854775808,1,1794268800"); // the largest long plus one
    Path log = SmallLog.write(temp.resolve("long.csv"), rows);
    JobRun run =
        JobRun.of(
                Command.PREPARE,
                "root=" + root(),
                "input.path=" + log,
                "input.ids.user=long",
                "input.ids.item=long")
            .done();
    assertEquals(Map.of("user: not an integer", 2, "item: not an integer", 2), reasons(run));
    assertEquals(10L, Output.table(work(), "users").get(0).get(0));
  }

  private static Map<String, Integer> reasons(JobRun run) {
    Map<String, Integer> reasons = new TreeMap<>();
    run.report()
        .path("sizes")
        .path("bad_rows_by_reason")
        .properties()
        .forEach(e -> reasons.put(e.getKey(), e.getValue().asInt()));
    return reasons;
  }
}
