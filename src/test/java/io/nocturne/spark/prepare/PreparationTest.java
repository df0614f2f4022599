package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.Rows;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.LogCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not split; {@link HeldOutTest} has the splits. */
class PreparationTest {
  @TempDir Path folder;

  private static String refusal(PrepareCase preparation) {
    return assertThrows(UnusableDataException.class, preparation::run).getMessage();
  }

  private static void assertAscending(long[] times) {
    assertEquals(Arrays.toString(Arrays.stream(times).sorted().toArray()), Arrays.toString(times));
  }

  @Test
  void longIdsAreNumberedByValue() {
    Prepared prepared =
        PrepareCase.csv(folder, "user,item", "10,-1", "9,100", "-20,20", "9,3", "10,20").run();
    assertEquals(List.of("-1", "3", "20", "100"), prepared.items());
    assertEquals(List.of("-20", "9", "10"), prepared.users());
    Row item = prepared.rows("items", "item_index").get(2);
    assertEquals(20L, item.get(0));
    assertEquals(2, item.get(1));
    assertEquals(2L, item.get(3), "users who have it");
  }

  /** In UTF-8 the wave dash (EF BD 9E) comes before the face (F0 9F 98 80), in UTF-16 after it. */
  @Test
  void textIdsAreNumberedByTheirBytes() {
    String dash = "\uff5e";
    String face = "\ud83d\ude00";
    List<String> sorted = List.of("10", "9", "Z", "a b", "z", "\u00e9", dash, face);
    List<String> lines = new ArrayList<>(List.of("user,item"));
    for (int k : new int[] {7, 2, 0, 5, 3, 6, 1, 4}) {
      lines.add(sorted.get(k) + "," + sorted.get(7 - k));
    }
    Prepared prepared = PrepareCase.csv(folder, lines.toArray(String[]::new)).run();
    assertEquals(sorted, prepared.items());
    assertEquals(sorted, prepared.users());
  }

  @Test
  void repeatedRowsMergeBeforeTheThreshold() {
    PrepareCase preparation =
        PrepareCase.csv(
            folder,
            "user,item,rating,timestamp",
            "1,a,5,1700000001",
            "1,a,2,1700000002",
            "1,b,2,1700000001",
            "1,b,4,1700000002",
            "1,c,3,1700000003",
            "2,a,4,1700000001",
            "2,b,4,1700000009",
            "2,c,4,1700000005");
    preparation.minRating = 4;
    preparation.binary = false;
    assertEquals(
        Map.of("1", List.of("b"), "2", List.of("a", "c", "b")),
        preparation.run().itemsByUser("vectors", "items"));
    preparation.duplicates = Duplicates.SUM;
    Prepared summed = preparation.run();
    assertEquals(List.of("a", "b"), summed.itemsByUser("vectors", "items").get("1"));
    Row first = summed.rows("vectors", "user_index").get(0);
    assertEquals(List.of(7f, 6f), first.getList(first.fieldIndex("weights")));
    assertEquals(List.of(1_700_000_002L, 1_700_000_002L), first.getList(first.fieldIndex("times")));
    assertEquals(
        Map.of("1", List.of("a", "b", "c"), "2", List.of("a", "b", "c")),
        summed.itemsByUser("histories", "seen"),
        "those under the threshold too");
  }

  @Test
  void theNewestAreKeptAndAllAreSeen() {
    PrepareCase preparation = PrepareCase.random(folder, 60, 20, .5);
    Prepared whole = preparation.run();
    preparation.maxHistory = 4;
    Prepared cut = preparation.run();
    assertEquals(whole.items(), cut.items(), "the cut loses no item here");
    Map<String, List<String>> all = whole.itemsByUser("vectors", "items");
    cut.itemsByUser("vectors", "items")
        .forEach(
            (user, items) -> {
              List<String> before = all.get(user);
              assertEquals(before.subList(Math.max(0, before.size() - 4), before.size()), items);
            });
    assertEquals(whole.itemsByUser("histories", "seen"), cut.itemsByUser("histories", "seen"));
    assertTrue(all.values().stream().anyMatch(items -> items.size() > 4));
  }

  @Test
  void everyUserOfTheLogHasOneRowInOrder() {
    PrepareCase preparation = PrepareCase.random(folder, 80, 20, .3);
    preparation.minRating = 3;
    preparation.minUser = 3;
    preparation.minItem = 8;
    Prepared prepared = preparation.run();
    List<Row> histories = prepared.rows("histories", "row");
    List<String> inOrder = histories.stream().map(r -> r.getString(1)).toList();
    assertEquals(inOrder.stream().sorted().distinct().toList(), inOrder);
    assertEquals(prepared.figure("log_users"), histories.size());
    assertTrue(prepared.figure("users") < prepared.figure("log_users"), "some are dropped");
    Map<String, List<String>> vectors = prepared.itemsByUser("vectors", "items");
    for (Row history : histories) {
      String user = history.getString(1);
      boolean trained = history.getBoolean(history.fieldIndex("trained"));
      assertEquals(vectors.containsKey(user), trained, user);
      assertAscending(Rows.longs(history, "times"));
    }
    assertEquals(
        prepared.users(), vectors.keySet().stream().sorted().toList(), "and so are the users");
  }

  @Test
  void theCoreHasEnoughOfBothSides() {
    PrepareCase preparation = PrepareCase.random(folder, 60, 30, .2);
    preparation.minUser = 4;
    preparation.minItem = 6;
    Prepared prepared = preparation.run();
    Map<String, List<String>> vectors = prepared.itemsByUser("vectors", "items");
    assertTrue(vectors.values().stream().allMatch(items -> items.size() >= 4));
    Map<String, Integer> counts = new HashMap<>();
    vectors.values().forEach(items -> items.forEach(item -> counts.merge(item, 1, Integer::sum)));
    assertTrue(counts.values().stream().allMatch(count -> count >= 6), counts::toString);
    for (Row item : prepared.rows("items", "item_index")) {
      assertEquals((long) counts.get(item.getString(0)), item.getLong(3));
    }
    assertTrue(prepared.figure("items") < 30 && prepared.figure("users") < 60, "some are dropped");
    assertEquals(prepared.figure("interactions"), counts.values().stream().mapToInt(c -> c).sum());
    for (Row user : prepared.rows("users", "user_index")) {
      assertEquals(vectors.get(user.getString(0)).size(), user.getLong(2));
    }
  }

  @Test
  void aCoreOfNothingIsRefused() {
    PrepareCase preparation = PrepareCase.random(folder, 20, 10, .5);
    preparation.minItem = 21;
    assertEquals(
        "Too few items: 0 of the log's 10 item(s) are left to train on (expected 2 or more). Check"
            + " prepare.min-rating, the least numbers of interactions and the split",
        refusal(preparation));
    preparation.minItem = 1;
    preparation.minRating = 6;
    String message = refusal(preparation);
    assertTrue(message.startsWith("Too few items: 0 of"), message);
  }

  @Test
  void oneUserOrOneItemIsRefused() {
    assertTrue(
        refusal(PrepareCase.csv(folder, "user,item", "1,2", "1,3"))
            .contains("1 user(s) and 2 item(s) (expected 2 or more of each). Check input.path"));
    assertTrue(
        refusal(PrepareCase.csv(folder, "user,item", "1,2", "3,2"))
            .contains("2 user(s) and 1 item(s) (expected 2 or more of each)"));
  }

  @Test
  void badRowsAreSetAsideAndCounted() {
    PrepareCase preparation =
        PrepareCase.csv(
            folder, "user,item,rating", "1,2,3", "1,3,x", ",4,5", "1,4,y", "2,2,1", "2,3,1");
    preparation.maxBadShare = .5;
    Prepared prepared = preparation.run();
    assertEquals(6, prepared.figure("rows"));
    assertEquals(3, prepared.figure("bad_rows"));
    assertEquals(
        "{rating: not a number=2, user: missing=1}",
        prepared.figures().get("bad_rows_by_reason") + "");
    assertEquals(3, prepared.tables().info("quarantine").rows());
    assertEquals(List.of("2", "3"), prepared.items(), "4 was in bad rows only");
    preparation.maxBadShare = .49;
    String message = refusal(preparation);
    assertTrue(message.contains("3 of 6 (50.0 %; expected at most 49.0 %): 2 x rating"), message);
  }

  @Test
  void timesAreWrittenWhereTheLogHasThem() {
    Prepared without = PrepareCase.csv(folder, "user,item", "1,3", "1,2", "2,3").run();
    assertFalse(List.of(without.tables().read("vectors").columns()).contains("times"));
    assertEquals(List.of("2", "3"), without.itemsByUser("vectors", "items").get("1"));
    Prepared ordered = PrepareCase.csv(folder, "user,item,order", "1,3,1", "1,2,2", "2,3,1").run();
    assertFalse(List.of(ordered.tables().read("vectors").columns()).contains("times"));
    assertEquals(List.of("3", "2"), ordered.itemsByUser("vectors", "items").get("1"));
  }

  @Test
  void titles() {
    PrepareCase preparation = PrepareCase.csv(folder, "user,item", "1,3", "1,2", "2,4");
    Path file =
        preparation.log.write(
            "titles.csv", "item,title", "3,\"Run, Lola\"", "2,B", "2,A", "9,Other", "x,None");
    preparation.titles = PrepareCase.titles(file.toString());
    assertEquals(
        Arrays.asList("A", "Run, Lola", null),
        preparation.run().rows("items", "item_index").stream().map(r -> r.getString(2)).toList());
  }

  /** The same rows in other files, read by more tasks, shuffled into other partitions. */
  @Test
  void theBytesDoNotDependOnFilesOrPartitions() {
    PrepareCase one = PrepareCase.random(folder.resolve("one"), 50, 30, .3);
    one.split = SplitKind.WEAK;
    one.minUser = 2;
    one.minItem = 2;
    one.duplicates = Duplicates.SUM;
    one.binary = false;
    List<String> lines = RandomLog.lines(7, 50, 30, .3);
    PrepareCase many = new PrepareCase(new LogCase(folder.resolve("many")).in("UTC"));
    for (int file = 0; file < 5; file++) {
      List<String> part = new ArrayList<>(List.of("user,item,rating,timestamp"));
      for (int k = lines.size() - 1 - file; k >= 0; k -= 5) {
        part.add(lines.get(k));
      }
      many.log.write("in/" + file + ".csv", part);
    }
    many.log.path = many.log.folder + "/in";
    many.log.session().conf().set("spark.sql.shuffle.partitions", "7");
    many.split = one.split;
    many.minUser = one.minUser;
    many.minItem = one.minItem;
    many.duplicates = one.duplicates;
    many.binary = one.binary;
    Prepared first = one.run();
    Prepared second = many.run();
    for (String table :
        List.of("items", "users", "vectors", "histories", "training", "evaluation")) {
      assertEquals(first.sha256(table), second.sha256(table), table);
    }
  }
}
