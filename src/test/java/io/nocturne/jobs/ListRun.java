package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * A trained run of {@link SmallLog} whose lists are made again and again under other settings, and
 * the plainest way to restricted lists: the whole ranking of each user, of which what is not wanted
 * is crossed out.
 */
final class ListRun {
  /** The length of lists, as {@link JobRun} has it. */
  private static final int N = 5;

  private final Path folder;
  private final Map<String, List<Item>> ranking;
  private final String plainHash;

  /** An item of a list. */
  record Item(String id, float score) {}

  /** Trains the model, and ranks all items without restrictions. */
  ListRun(Path folder) {
    this.folder = folder;
    SmallLog.write(folder.resolve("log.csv"), SmallLog.csv());
    run(Command.PREPARE).done();
    run(Command.TRAIN).done();
    run(Command.EVALUATE).done();
    run(Command.MATERIALIZE, "materialize.top-n=12").done();
    this.ranking = lists();
    run(Command.MATERIALIZE).done();
    this.plainHash = hash();
  }

  JobRun run(Command command, String... keyValues) {
    Stream<String> given =
        Stream.of(
            "root=" + folder.resolve("root"),
            "input.path=" + folder.resolve("log.csv"),
            "materialize.similar-items=0", // as the lists of items know no restrictions
            "gate.max-identical-lists=1",
            "gate.max-empty-lists=1");
    return JobRun.of(
        command, Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  JobRun materialize(String... keyValues) {
    return run(Command.MATERIALIZE, keyValues);
  }

  Path work() {
    return folder.resolve("root/work/date=2026-11-20");
  }

  /** Writes a table. */
  Path csv(String name, String... lines) {
    return SmallLog.writeText(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  /** All unseen items of each user, best first. */
  Map<String, List<Item>> ranking() {
    return ranking;
  }

  /** The content hash of the lists without restrictions. */
  String plainHash() {
    return plainHash;
  }

  /** The content hash of the lists as they are now. */
  String hash() {
    return about("sha256");
  }

  /** What is recorded of the table of lists. */
  String about(String field) {
    return Output.json(work().resolve("recommendations/_table.json")).path(field).asText();
  }

  /** The lists by user, in the order of the table, in the nested form. */
  Map<String, List<Item>> lists() {
    Map<String, List<Item>> lists = new LinkedHashMap<>();
    for (Row row : Output.table(work(), "recommendations")) {
      List<Item> items = new ArrayList<>();
      for (Row item : row.<Row>getList(row.fieldIndex("recommendations"))) {
        items.add(new Item(item.getString(0), item.getFloat(1)));
      }
      lists.put(row.getAs("user_id"), items);
    }
    return lists;
  }

  /** The same in the long form, where empty lists have no row; ranks are checked. */
  Map<String, List<Item>> longLists() {
    Map<String, List<Item>> lists = new LinkedHashMap<>();
    for (Row row : Output.table(work(), "recommendations")) {
      List<Item> list = lists.computeIfAbsent(row.getString(0), user -> new ArrayList<>());
      list.add(new Item(row.getString(2), row.getFloat(3)));
      assertEquals(list.size(), row.getInt(1), "rank");
    }
    return lists;
  }

  /**
   * What is left of the ranking.
   *
   * @param blocked each {@code user,item}
   */
  Map<String, List<Item>> expected(
      Predicate<String> users, Predicate<Item> items, Set<String> blocked) {
    Map<String, List<Item>> expected = new LinkedHashMap<>();
    ranking.forEach(
        (user, all) -> {
          if (users.test(user)) {
            expected.put(
                user,
                all.stream()
                    .filter(item -> items.test(item) && !blocked.contains(user + "," + item.id))
                    .limit(N)
                    .toList());
          }
        });
    return expected;
  }

  static void assertLists(Map<String, List<Item>> expected, Map<String, List<Item>> found) {
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()));
    expected.forEach(
        (user, items) -> {
          List<Item> list = found.get(user);
          assertEquals(
              items.stream().map(Item::id).toList(), list.stream().map(Item::id).toList(), user);
          for (int k = 0; k < items.size(); k++) {
            assertEquals(items.get(k).score, list.get(k).score, 1e-5f, user);
          }
        });
  }

  static void assertGaps(Map<String, List<Item>> expected, JobRun run) {
    JsonNode report = run.report().path("restrictions");
    long empty = expected.values().stream().filter(List::isEmpty).count();
    long small = expected.values().stream().filter(list -> list.size() < N).count() - empty;
    assertEquals(small, report.path("short_lists").asLong(-1));
    assertEquals(empty, report.path("empty_lists").asLong(-1));
    assertEquals(expected.size(), run.report().path("lists").asInt());
    run.says(
        "%d lists, %d of them with fewer than 5 items and %d with none"
            .formatted(expected.size(), small, empty));
  }
}
