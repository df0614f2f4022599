package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.Rows;
import io.nocturne.spark.prepare.LocalPrepared.Logged;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What holds of the tables of every split, on random logs; {@link SplitCasesTest} has cases. */
class SplitTablesTest extends RandomTables {
  private static List<String> joined(List<String> a, List<String> b) {
    List<String> both = new ArrayList<>(a);
    both.addAll(b);
    return both.stream().sorted().toList();
  }

  /** Nobody is measured by what was folded in or trained on; all of it is in the log. */
  private static void assertNoOverlap(LocalPrepared prepared) {
    Map<String, List<String>> known = prepared.itemsByUser("vectors", "items");
    for (String part : List.of("validation", "test")) {
      Map<String, List<String>> foldIns = prepared.heldOut(part, "items");
      prepared
          .heldOut(part, "held_out")
          .forEach(
              (user, items) -> {
                Set<String> both = new HashSet<>(items);
                both.retainAll(foldIns.get(user));
                assertEquals(Set.of(), both, user);
                assertTrue(known.get(user).containsAll(items), user);
                assertEquals(
                    prepared.items().stream().filter(items::contains).toList(), items, "by index");
              });
    }
    assertEquals(prepared.figure("test_users"), prepared.heldOut("test", "items").size());
    assertEquals(
        prepared.figure("validation_users"), prepared.heldOut("validation", "items").size());
    assertEquals(prepared.figure("training_users"), prepared.training().size());
    assertEquals(
        prepared.figure("training_interactions"),
        prepared.training().stream().mapToInt(List::size).sum());
    assertEquals(prepared.figure("test_targets"), count(prepared, "test"));
    assertEquals(prepared.figure("validation_targets"), count(prepared, "validation"));
  }

  private static long count(LocalPrepared prepared, String part) {
    return prepared.heldOut(part, "held_out").values().stream().mapToInt(List::size).sum();
  }

  @Test
  void nothingIsHeldOut() {
    LocalPrepared prepared = prepare(random(20, 10, .4));
    assertEquals(0, prepared.rows("evaluation", "row").size());
    assertEquals(
        new ArrayList<>(prepared.itemsByUser("vectors", "items").values()), prepared.training());
  }

  @Test
  void weak() {
    kind = SplitKind.WEAK;
    validation = true;
    LocalPrepared prepared = prepare(random(60, 30, .4));
    assertNoOverlap(prepared);
    assertEquals(30, prepared.items().size(), "every item is trained on here");
    Map<String, List<String>> known = prepared.itemsByUser("vectors", "items");
    Map<String, List<String>> tests = prepared.heldOut("test", "held_out");
    Map<String, List<String>> validations = prepared.heldOut("validation", "held_out");
    prepared
        .heldOut("test", "items")
        .forEach(
            (user, items) -> {
              assertEquals(known.get(user).size() / 5, tests.get(user).size());
              assertEquals(known.get(user).size() / 5, validations.get(user).size());
              assertEquals(
                  known.get(user).stream().sorted().toList(), joined(items, tests.get(user)));
              assertTrue(items.containsAll(validations.get(user)));
            });
  }

  @Test
  void strong() {
    kind = SplitKind.STRONG;
    LocalPrepared prepared = prepare(random(100, 30, .4));
    assertNoOverlap(prepared);
    Set<String> heldOut = new TreeSet<>(prepared.heldOut("test", "items").keySet());
    heldOut.addAll(prepared.heldOut("validation", "items").keySet());
    assertEquals(
        prepared.figure("test_users") + prepared.figure("validation_users"), heldOut.size());
    List<List<String>> others =
        prepared.itemsByUser("vectors", "items").entrySet().stream()
            .filter(user -> !heldOut.contains(user.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    assertEquals(others, prepared.training(), "and no row of a held-out user");
    assertTrue(heldOut.size() > 20 && heldOut.size() < 60, "40 are to be expected");
    assertTrainedRows(prepared);
  }

  @Test
  void temporal() {
    kind = SplitKind.TEMPORAL;
    validation = true;
    LocalPrepared prepared = prepare(random(40, 30, .4));
    assertNoOverlap(prepared);
    long validationFrom = END - 10 * 86_400;
    for (Row row : prepared.rows("training", "row")) {
      for (long time : Rows.longs(row, "times")) {
        assertTrue(time < validationFrom);
      }
    }
    assertEquals(
        prepared.figure("interactions"),
        prepared.figure("training_interactions")
            + count(prepared, "test")
            + count(prepared, "validation"),
        "without repeats, every interaction is in one part");
  }

  @Test
  void leaveLastOut() {
    kind = SplitKind.LEAVE_LAST_OUT;
    LocalPrepared prepared = prepare(random(40, 30, .4));
    assertNoOverlap(prepared);
    Map<String, List<String>> known = prepared.itemsByUser("vectors", "items");
    prepared
        .heldOut("test", "held_out")
        .forEach(
            (user, items) ->
                assertEquals(List.of(known.get(user).get(known.get(user).size() - 1)), items));
    assertEquals(
        known.values().stream().filter(items -> items.size() > 1).count(),
        prepared.figure("test_users"));
  }

  /** More users tonight, with items of their own that shift the indices of all others. */
  @Test
  void whoIsHeldOutTonightIsHeldOutTomorrow() {
    List<Logged> tonight = random(60, 20, .4);
    List<Logged> tomorrow = new ArrayList<>();
    for (int user = 0; user < 40; user++) {
      tomorrow.add(new Logged(Part.LOG, "new" + user, "a" + user % 5, END - 1, 1, null));
      tomorrow.add(new Logged(Part.LOG, "new" + user, "i" + user % 20, END - 1, 1, null));
    }
    tomorrow.addAll(tonight);
    for (SplitKind each : List.of(SplitKind.STRONG, SplitKind.WEAK, SplitKind.LEAVE_LAST_OUT)) {
      kind = each;
      List<Logged> first = each == SplitKind.LEAVE_LAST_OUT ? onDays(tonight) : tonight;
      List<Logged> second = each == SplitKind.LEAVE_LAST_OUT ? onDays(tomorrow) : tomorrow;
      LocalPrepared later = prepare(second);
      for (String part : List.of("validation", "test")) {
        Map<String, List<String>> others = later.heldOut(part, "held_out");
        others.keySet().removeIf(user -> user.startsWith("new"));
        assertEquals(prepare(first).heldOut(part, "held_out"), others, part);
      }
    }
  }

  private static List<Logged> onDays(List<Logged> rows) {
    return rows.stream()
        .map(
            row ->
                new Logged(
                    row.part(),
                    row.user(),
                    row.item(),
                    row.time() / 86_400 * 86_400,
                    row.rating(),
                    null))
        .toList();
  }

  /** A validation part that is drawn from the training file of a given split. */
  @Test
  void aShareOfTheTrainingFile() {
    binary = false;
    kind = SplitKind.GIVEN;
    given = new GivenSplit("test", "", "", "", .2);
    List<Logged> rows = random(300, 30, .3);
    for (int user = 0; user < 300; user += 7) {
      for (String name : List.of("u" + user, "new" + user)) {
        rows.add(new Logged(Part.TEST_HELD_OUT, name, "i" + user % 30, END, 4, null));
      }
    }
    LocalPrepared prepared = prepare(rows);
    assertTrainedRows(prepared);
    Map<String, List<String>> drawn = prepared.heldOut("validation", "held_out");
    Map<String, List<String>> left = prepared.heldOut("validation", "items");
    Map<String, List<String>> known = prepared.itemsByUser("histories", "items");
    long count = 0;
    for (Map.Entry<String, List<String>> user : drawn.entrySet()) {
      assertEquals(
          known.get(user.getKey()).stream().sorted().toList(),
          joined(user.getValue(), left.get(user.getKey())));
      count += user.getValue().size();
    }
    // binomial over some 2,700: a standard deviation of 0.008
    assertEquals(.2, (double) count / prepared.figure("interactions"), .04);
    assertNotEquals(1, drawn.values().stream().map(List::size).distinct().count());
    assertEquals(prepared.figure("interactions"), prepared.figure("training_interactions") + count);
    // what a test user folds in is the whole file, the validation part included
    prepared
        .itemsByUser(
            "evaluation",
            row -> row.getAs("part").equals("test") && row.<Integer>getAs("trained_row") >= 0,
            "items")
        .forEach((user, items) -> assertEquals(known.get(user), items));
    assertTrue(prepared.figure("targets_already_known") > 0);
  }

  static void assertTrainedRows(PreparedRows prepared) {
    Map<String, List<String>> known = prepared.itemsByUser("histories", "items");
    List<List<String>> training = prepared.training();
    Map<String, Integer> rows = new TreeMap<>();
    int next = 0;
    for (Row history : prepared.rows("histories", "row")) {
      int row = history.getAs("trained_row");
      assertEquals(history.<Boolean>getAs("trained") ? next++ : -1, row);
      rows.put(history.getAs("user_id"), row);
      if (row >= 0) {
        assertTrue(known.get(history.<String>getAs("user_id")).containsAll(training.get(row)));
      }
    }
    assertEquals(training.size(), next);
    assertTrue(next > 0 && next < rows.size(), "some are trained on, some are not: " + next);
    for (Row heldOut : prepared.rows("evaluation", "row")) {
      assertEquals(
          rows.get(heldOut.<String>getAs("user_id")), heldOut.<Integer>getAs("trained_row"));
    }
  }
}
