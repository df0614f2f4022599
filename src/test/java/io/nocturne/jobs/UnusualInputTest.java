package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unusual but valid input is published, and nothing is lost. */
class UnusualInputTest {
  @TempDir Path temp;

  private JobRun nightly(List<String> rows, String... keyValues) {
    return run(Command.NIGHTLY, rows, keyValues);
  }

  /** The prepared tables of the log. */
  private Path prepared(List<String> rows, String... keyValues) {
    run(Command.PREPARE, rows, keyValues).done();
    return temp.resolve("root/work/date=2026-11-20");
  }

  private JobRun run(Command command, List<String> rows, String... keyValues) {
    Path log = SmallLog.write(temp.resolve("log.csv"), rows);
    Stream<String> given = Stream.of("root=" + temp.resolve("root"), "input.path=" + log);
    return JobRun.of(
        command, Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  /** One user has seen all items; another is dropped, as the history is too short. */
  @Test
  void usersWithAllItemsAndWithTooFew() {
    List<String> rows =
        new ArrayList<>(
            SmallLog.csvWith(List.of("brief,i10,3,1794269700", "brief,i12,3,1794269701")));
    for (int item = 0; item < SmallLog.ITEMS; item++) {
      rows.add("insatiable,i" + (10 + item) + ",3," + (SmallLog.START + item));
    }
    // one of 26 lists is 4 %, and gate.max-empty-lists is 5 %
    Path run = nightly(rows, "prepare.min-user-interactions=3").published();
    Map<Object, List<Object>> lists = Output.lists(run);
    assertEquals(SmallLog.USERS + 2, lists.size());
    assertEquals(List.of(), lists.remove("insatiable"));
    assertFalse(lists.containsValue(List.of()));
    assertEquals(5, lists.get("brief").size());
    assertFalse(Output.histories(run).containsKey("brief"));
    Map<Object, String> tiers = new HashMap<>();
    for (Row row : Output.table(run, "recommendations")) {
      tiers.put(row.getAs("user_id"), row.getAs("tier"));
    }
    assertEquals("fold-in", tiers.get("brief"));
    assertEquals("model", tiers.get("u10"));
  }

  /** Ids that a careless program would trim, split, case-fold or truncate. */
  private static List<String> strangeIds() {
    return List.of(
        "with a space",
        " leading",
        "trailing ",
        "\"quoted\"",
        "a \"quote\" within",
        "it's",
        "a,comma",
        "back\\slash",
        "a/path/../up",
        "{date}",
        "100%",
        "%s",
        "null",
        "NaN",
        "007",
        "7",
        "\u00e9t\u00e9",
        "e\u0301te\u0301", // looks the same, other bytes
        "\u6771\u4eac",
        "\u0627\u0644\u0642\u0627\u0647\u0631\u0629",
        "\ud83c\udfac", // a supplementary character, U+1F3AC
        "\uffee", // sorts before the previous id in UTF-8, but after it in UTF-16
        "x".repeat(299) + "1",
        "x".repeat(299) + "2");
  }

  @Test
  void unusualIdsAreKept() {
    List<String> ids = strangeIds();
    assertEquals(SmallLog.USERS, ids.size());
    List<String> rows = new ArrayList<>();
    for (SmallLog.Line line : SmallLog.lines()) {
      String user = ids.get(Integer.parseInt(line.user().substring(1)) - 10);
      String item = ids.get(2 * (Integer.parseInt(line.item().substring(1)) - 10));
      rows.add(cell(user) + "," + cell(item) + "," + line.rating() + "," + line.time());
    }
    JobRun run = nightly(rows, "materialize.top-n=12").done();
    assertEquals(0, run.report().path("sizes").path("bad_rows").asInt());
    Map<Object, List<Object>> lists = Output.lists(run.published());
    assertEquals(new HashSet<>(ids), lists.keySet());
    Set<String> items = new HashSet<>();
    lists.values().forEach(list -> list.forEach(item -> items.add((String) item)));
    Set<String> expected = new HashSet<>();
    for (int item = 0; item < SmallLog.ITEMS; item++) {
      expected.add(ids.get(2 * item));
    }
    assertEquals(expected, items);
    // sorted by UTF-8 bytes, as readers of Parquet's statistics expect
    List<String> order = new ArrayList<>();
    Output.table(run.published(), "users").forEach(row -> order.add(row.getString(0)));
    List<String> sorted = new ArrayList<>(ids);
    sorted.sort(
        (a, b) ->
            Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    assertEquals(sorted, order);
  }

  private static String cell(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  /**
   * One user rates an item 5, 5, then 1 and 2 at the same time; the merged rating is the weight.
   */
  @ParameterizedTest
  @CsvSource({"last, 2.0", "count, 4.0"})
  void duplicatesAreMerged(String policy, String merged) {
    List<String> repeated =
        List.of(
            "u10,i20,5," + (SmallLog.START + 900),
            "u10,i20,2," + (SmallLog.START + 990), // the newest
            "u10,i20,1," + (SmallLog.START + 990), // as new, but lower
            "u10,i20,5," + (SmallLog.START + 900)); // an exact duplicate
    Path run =
        prepared(
            SmallLog.csvWith(repeated), "prepare.duplicates=" + policy, "prepare.weights=rating");
    // u10 also has i10, i12, i14 and i16
    List<String> history = Output.histories(run).get("u10");
    assertEquals(5, history.size());
    assertEquals("i20=" + merged, history.get(4));
  }

  @Test
  void nonPositiveRatingsAreBadRowsWithoutAThreshold() {
    List<String> rows = List.of("u10,i20,0,1794269700", "u10,i22,-3,1794269700");
    Path run = prepared(SmallLog.csvWith(rows));
    assertEquals(2, Output.table(run, "quarantine").size());
    assertEquals(4, Output.histories(run).get("u10").size());
  }

  @Test
  void nonPositiveRatingsAreValidWithAThreshold() {
    List<String> rows =
        List.of("u10,i20,0,1794269700", "u10,i22,-3,1794269700", "u10,i18,-4,1794269700");
    JobRun run =
        run(
                Command.PREPARE,
                SmallLog.csvWith(rows),
                "prepare.min-rating=-3",
                "prepare.weights=rating",
                "split.kind=none")
            .done();
    assertEquals(0, run.report().path("sizes").path("bad_rows").asInt());
    Path work = temp.resolve("root/work/date=2026-11-20");
    List<String> history = Output.histories(work).get("u10");
    assertEquals(Set.of("i20=0.0", "i22=-3.0"), Set.copyOf(history.subList(4, history.size())));
    // items below the threshold count as seen too: i10, i12 to i22
    assertEquals(7, Output.table(work, "histories").get(0).getList(5).size());
    run(Command.TRAIN, SmallLog.csvWith(rows), "train.recipe=mult-vae")
        .refused(3, "Invalid weight for mult-vae: -3.0 (expected 0 or more, as it predicts no");
  }

  @Test
  void longestAndShortestLists() {
    Path work = prepared(SmallLog.csv());
    run(Command.TRAIN, SmallLog.csv()).done();
    String similar = "materialize.similar-items=3";
    run(Command.MATERIALIZE, SmallLog.csv(), "materialize.top-n=2147483647", similar)
        .done()
        .says("materialize.top-n is 2147483647 but there are only 12 items");
    Map<Object, Set<Object>> unseen = unseen(work);
    Output.lists(work)
        .forEach(
            (user, list) -> {
              assertEquals(unseen.get(user), new TreeSet<>(list));
              assertEquals(unseen.get(user).size(), list.size());
            });
    assertTrue(Files.exists(work.resolve("similar_items")));
    run(Command.MATERIALIZE, SmallLog.csv(), "materialize.top-n=1").done();
    assertFalse(Files.exists(work.resolve("similar_items")));
    Output.lists(work).forEach((user, list) -> assertEquals(1, list.size()));
  }

  /** The items that each user has not seen. */
  private static Map<Object, Set<Object>> unseen(Path run) {
    Set<Object> items = new TreeSet<>();
    Output.table(run, "items").forEach(row -> items.add(row.get(0)));
    Map<Object, Set<Object>> unseen = new HashMap<>();
    Output.histories(run)
        .forEach(
            (user, history) -> {
              Set<Object> rest = new TreeSet<>(items);
              history.forEach(interaction -> rest.remove(interaction.split("=")[0]));
              unseen.put(user, rest);
            });
    return unseen;
  }

  @Test
  void withoutRatingsAndTimes() {
    List<String> rows = SmallLog.lines().stream().map(l -> l.user() + "," + l.item()).toList();
    Path log =
        SmallLog.writeText(
            temp.resolve("pairs.csv"), "user,item\n" + String.join("\n", rows) + "\n");
    JobRun.of(Command.PREPARE, "root=" + temp.resolve("root"), "input.path=" + log).done();
    Path work = temp.resolve("root/work/date=2026-11-20");
    Row vector = Output.table(work, "vectors").get(0);
    assertEquals(
        List.of("user_id", "user_index", "items", "weights"),
        List.of(vector.schema().fieldNames()));
    assertEquals(List.of(1f, 1f, 1f, 1f), vector.getList(3));
  }
}
