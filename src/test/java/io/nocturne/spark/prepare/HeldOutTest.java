package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.UnusableDataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The splits, from a log to its tables; {@link SplitterTest} has the splits of single users. */
class HeldOutTest {
  @TempDir Path folder;

  private static Map<String, List<String>> foldIns(Prepared prepared, String part) {
    return prepared.itemsByUser("evaluation", "part = '" + part + "'", "items");
  }

  private static Map<String, List<String>> targets(Prepared prepared, String part) {
    return prepared.itemsByUser("evaluation", "part = '" + part + "'", "held_out");
  }

  private static List<String> joined(List<String> a, List<String> b) {
    List<String> both = new ArrayList<>(a);
    both.addAll(b);
    return both.stream().sorted().toList();
  }

  /** Nobody is measured by what was folded in or trained on; all of it is in the log. */
  private static void assertNoOverlap(Prepared prepared) {
    Map<String, List<String>> known = prepared.itemsByUser("vectors", "items");
    for (String part : List.of("validation", "test")) {
      Map<String, List<String>> foldIns = foldIns(prepared, part);
      targets(prepared, part)
          .forEach(
              (user, items) -> {
                Set<String> both = new HashSet<>(items);
                both.retainAll(foldIns.get(user));
                assertEquals(Set.of(), both, user);
                assertTrue(known.get(user).containsAll(items), user);
                assertEquals(items, byIndex(prepared, items), "ascending");
              });
    }
    assertEquals(prepared.figure("test_users"), targets(prepared, "test").size());
    assertEquals(prepared.figure("validation_users"), targets(prepared, "validation").size());
    assertEquals(prepared.figure("training_users"), prepared.training().size());
    assertEquals(
        prepared.figure("training_interactions"),
        prepared.training().stream().mapToInt(List::size).sum());
  }

  private static List<String> byIndex(Prepared prepared, List<String> items) {
    return prepared.items().stream().filter(items::contains).toList();
  }

  @Test
  void nothingIsHeldOut() {
    Prepared prepared = PrepareCase.random(folder, 20, 10, .4).run();
    assertEquals(0, prepared.tables().info("evaluation").rows());
    assertEquals(
        new ArrayList<>(prepared.itemsByUser("vectors", "items").values()), prepared.training());
  }

  @Test
  void weak() {
    PrepareCase preparation = PrepareCase.random(folder, 60, 30, .4);
    preparation.split = SplitKind.WEAK;
    preparation.validation = true;
    Prepared prepared = preparation.run();
    assertNoOverlap(prepared);
    Map<String, List<String>> known = prepared.itemsByUser("vectors", "items");
    Map<String, List<String>> tests = targets(prepared, "test");
    assertEquals(List.of("i0", "i1", "i10"), prepared.items().subList(0, 3));
    assertEquals(30, prepared.items().size(), "every item is trained on here");
    Map<String, List<String>> validations = targets(prepared, "validation");
    foldIns(prepared, "test")
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
    PrepareCase preparation = PrepareCase.random(folder, 100, 30, .4);
    preparation.split = SplitKind.STRONG;
    preparation.heldOutUsers = .2;
    Prepared prepared = preparation.run();
    assertNoOverlap(prepared);
    Set<String> heldOut = new TreeSet<>(targets(prepared, "test").keySet());
    heldOut.addAll(targets(prepared, "validation").keySet());
    assertEquals(
        prepared.figure("test_users") + prepared.figure("validation_users"), heldOut.size());
    Map<String, List<String>> known = prepared.itemsByUser("vectors", "items");
    List<List<String>> others =
        known.entrySet().stream()
            .filter(user -> !heldOut.contains(user.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    assertEquals(others, prepared.training(), "and no row of a held-out user");
    assertTrue(heldOut.size() > 20 && heldOut.size() < 60, "40 are to be expected");
  }

  @Test
  void temporal() {
    PrepareCase preparation = PrepareCase.random(folder, 40, 30, .4);
    preparation.split = SplitKind.TEMPORAL;
    preparation.heldOutDays = 5;
    preparation.validation = true;
    Prepared prepared = preparation.run();
    assertNoOverlap(prepared);
    long end = PrepareCase.FIRST_SECOND + 30 * 86_400; // the log's thirty days end with the date
    long validationFrom = end - 10 * 86_400;
    for (Row row : prepared.rows("training", "row")) {
      for (long time : row.<Long>getList(row.fieldIndex("times"))) {
        assertTrue(time < validationFrom);
      }
    }
    long heldOut =
        targets(prepared, "test").values().stream().mapToInt(List::size).sum()
            + targets(prepared, "validation").values().stream().mapToInt(List::size).sum();
    assertEquals(
        prepared.figure("interactions"), prepared.figure("training_interactions") + heldOut);
  }

  @Test
  void leaveLastOut() {
    PrepareCase preparation = PrepareCase.random(folder, 40, 30, .4);
    preparation.split = SplitKind.LEAVE_LAST_OUT;
    Prepared prepared = preparation.run();
    assertNoOverlap(prepared);
    Map<String, List<String>> known = prepared.itemsByUser("vectors", "items");
    targets(prepared, "test")
        .forEach(
            (user, items) ->
                assertEquals(List.of(known.get(user).get(known.get(user).size() - 1)), items));
    assertEquals(
        known.values().stream().filter(items -> items.size() > 1).count(),
        prepared.figure("test_users"));
  }

  @Test
  void aSplitByTimeNeedsTimes() {
    PrepareCase preparation = PrepareCase.csv(folder, "user,item", "1,2", "1,3", "2,3");
    for (SplitKind kind : List.of(SplitKind.TEMPORAL, SplitKind.LEAVE_LAST_OUT)) {
      preparation.split = kind;
      assertThrows(UnusableDataException.class, preparation::run);
    }
  }

  /** More users tonight, with items of their own that shift the indices of all others. */
  @Test
  void whoIsHeldOutTonightIsHeldOutTomorrow() {
    PrepareCase tonight = PrepareCase.random(folder.resolve("tonight"), 60, 20, .4);
    PrepareCase tomorrow = PrepareCase.random(folder.resolve("tomorrow"), 60, 20, .4);
    tonight.split = SplitKind.STRONG;
    tomorrow.split = SplitKind.STRONG;
    List<String> lines = new ArrayList<>(List.of("user,item,rating,timestamp"));
    lines.addAll(RandomLog.lines(7, 60, 20, .4));
    for (int user = 0; user < 40; user++) {
      lines.add("new%d,a%d,1,1795000000".formatted(user, user % 5));
      lines.add("new%d,i%d,1,1795000000".formatted(user, user % 20));
    }
    tomorrow.log.write("log.csv", lines);
    Prepared first = tonight.run();
    Prepared second = tomorrow.run();
    for (String part : List.of("validation", "test")) {
      Map<String, List<String>> later = targets(second, part);
      later.keySet().removeIf(user -> user.startsWith("new"));
      assertEquals(targets(first, part), later, part);
    }
  }

  private PrepareCase given(String... log) {
    PrepareCase preparation = PrepareCase.csv(folder, log);
    preparation.split = SplitKind.GIVEN;
    return preparation;
  }

  private String file(PrepareCase preparation, String name, String... lines) {
    return preparation.log.write(name, lines).toString();
  }

  @Test
  void givenWithFoldIns() {
    PrepareCase preparation =
        given(
            "user,item,time",
            "1,a,1600000000",
            "1,b,1600000009",
            "2,b,1600000000",
            "2,c,1600000001");
    String foldIn =
        file(
            preparation,
            "in.csv",
            "user,item,time",
            "1,c,1600000005",
            "3,a,1600000003",
            "3,x,1600000003");
    String heldOut =
        file(
            preparation,
            "out.csv",
            "user,item,time",
            "3,c,1600000009",
            "3,x,1600000009",
            "1,c,1600000009");
    preparation.given = new GivenSplit(heldOut, foldIn, "", "");
    Prepared prepared = preparation.run();
    assertEquals(Map.of("1", List.of("c"), "3", List.of("a")), foldIns(prepared, "test"));
    assertEquals(Map.of("1", List.of("c"), "3", List.of("c")), targets(prepared, "test"));
    assertEquals(List.of(List.of("a", "b"), List.of("b", "c")), prepared.training());
    assertEquals(
        Map.of("1", List.of("a", "c", "b"), "2", List.of("b", "c"), "3", List.of("a")),
        prepared.itemsByUser("vectors", "items"),
        "log and fold-in by time");
    assertEquals(List.of("a", "b", "c"), prepared.items(), "nobody is trained on x");
    assertEquals(2, prepared.figure("interactions_with_unknown_items"));
    assertEquals(
        Map.of("1", List.of("a", "b", "c"), "2", List.of("b", "c"), "3", List.of("a")),
        prepared.itemsByUser("histories", "seen"));
  }

  @Test
  void givenWithoutFoldIns() {
    PrepareCase preparation = given("user,item", "1,a", "1,b", "2,b", "2,c");
    String test = file(preparation, "test.csv", "user,item", "1,c", "2,a", "4,a");
    String validation = file(preparation, "validation.csv", "user,item", "2,a");
    preparation.given = new GivenSplit(test, "", validation, "");
    Prepared prepared = preparation.run();
    assertEquals(
        Map.of("1", List.of("a", "b"), "2", List.of("b", "c"), "4", List.of()),
        foldIns(prepared, "test"));
    assertEquals(Map.of("2", List.of("b", "c")), foldIns(prepared, "validation"));
    assertEquals(
        Map.of("1", List.of("c"), "2", List.of("a"), "4", List.of("a")), targets(prepared, "test"));
    assertEquals(List.of("1", "2"), prepared.users(), "4 is held out only");
    assertEquals(3, prepared.figure("log_users"));
  }

  @Test
  void usersWithoutTargetsAreLeftOutAndCounted() {
    PrepareCase preparation = given("user,item", "1,a", "1,b", "2,b", "2,c");
    String test = file(preparation, "test.csv", "user,item", "1,c", "2,x"); // no x to train on
    preparation.given = new GivenSplit(test, "", "", "");
    Prepared prepared = preparation.run();
    assertEquals(Map.of("1", List.of("c")), targets(prepared, "test"));
    assertEquals(1, prepared.figure("held_out_users_without_targets"));
    assertEquals(1, prepared.figure("interactions_with_unknown_items"));
  }

  /** Item c is held out wherever it is, so no model can know it. */
  @Test
  void itemsOutsideTrainingAreDropped() {
    PrepareCase preparation =
        PrepareCase.csv(
            folder,
            "user,item,order",
            "1,a,1",
            "1,b,2",
            "1,c,3",
            "2,b,1",
            "2,a,2",
            "2,c,3",
            "3,a,1",
            "3,b,2");
    preparation.split = SplitKind.LEAVE_LAST_OUT;
    Prepared prepared = preparation.run();
    assertEquals(List.of("a", "b"), prepared.items());
    assertEquals(Map.of("3", List.of("b")), targets(prepared, "test"));
    assertEquals(2, prepared.figure("held_out_users_without_targets"));
    assertEquals(
        Map.of("1", List.of("a", "b"), "2", List.of("b", "a"), "3", List.of("a", "b")),
        prepared.itemsByUser("vectors", "items"));
  }
}
