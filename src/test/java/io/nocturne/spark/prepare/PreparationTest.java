package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.Causes;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.LogCase;
import io.nocturne.spark.log.file.ColumnNames;
import io.nocturne.spark.log.id.IdType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From files to tables, by Spark. What the tables hold is tested without it, in {@link
 * SplitCasesTest} and {@link SplitTablesTest}.
 */
class PreparationTest {
  @TempDir Path folder;

  private static String refusal(PrepareCase preparation) {
    return assertThrows(UnusableDataException.class, preparation::run).getMessage();
  }

  /** Of a preparation whose tasks may have thrown it. */
  private static String refused(PrepareCase preparation) {
    Throwable thrown = assertThrows(Exception.class, preparation::run);
    return Causes.of(thrown).stream()
        .filter(UnusableDataException.class::isInstance)
        .findFirst()
        .orElseThrow(() -> new AssertionError(thrown))
        .getMessage();
  }

  @Test
  void longIdsAreNumberedByValueAndHaveTitles() {
    PrepareCase preparation =
        PrepareCase.csv(folder, "user,item", "10,-1", "9,100", "-20,20", "9,3", "10,20");
    Path file =
        preparation.log.write(
            "titles.csv", "item,title", "3,\"Run, Lola\"", "20,B", "20,A", "9,Other");
    preparation.titles = PrepareCase.titles(file.toString());
    Prepared prepared = preparation.run();
    assertEquals(List.of("-1", "3", "20", "100"), prepared.items());
    assertEquals(List.of("-20", "9", "10"), prepared.users());
    List<Row> items = prepared.rows("items", "item_index");
    assertEquals(20L, items.get(2).get(0));
    assertEquals(2, items.get(2).get(1));
    assertEquals(2L, items.get(2).get(3), "users who have it");
    assertEquals(
        Arrays.asList(null, "Run, Lola", "A", null),
        items.stream().map(row -> row.getString(2)).toList());
    assertFalse(List.of(prepared.tables().read("vectors").columns()).contains("times"));
  }

  /** In UTF-8 the wave dash (EF BD 9E) comes before the face (F0 9F 98 80), in UTF-16 after it. */
  @Test
  void textIdsAreNumberedByTheirBytesAndOrderedByTheLogsOrder() {
    String dash = "\uff5e";
    String face = "\ud83d\ude00";
    List<String> sorted = List.of("10", "9", "Z", "a b", "z", "\u00e9", dash, face);
    List<String> lines = new ArrayList<>(List.of("user,item,order"));
    for (int k : new int[] {7, 2, 0, 5, 3, 6, 1, 4}) {
      lines.add(sorted.get(k) + "," + sorted.get(7 - k) + ",2");
      lines.add(sorted.get(k) + "," + sorted.get((8 - k) % 8) + ",1");
    }
    Prepared prepared = PrepareCase.csv(folder, lines.toArray(String[]::new)).run();
    assertEquals(sorted, prepared.items());
    assertEquals(sorted, prepared.users());
    assertEquals(List.of("9", "10"), prepared.itemsByUser("vectors", "items").get(face));
    assertFalse(List.of(prepared.tables().read("vectors").columns()).contains("times"));
  }

  /** The same tables as the same classes make of the same rows without Spark. */
  @ParameterizedTest
  @ValueSource(strings = {"temporal-repeats", "last-out-order", "given-fold-in"})
  void theTablesAreThoseOfTheCases(String name) {
    SplitCase split = SplitCase.of(name);
    PrepareCase preparation = new PrepareCase(new LogCase(folder));
    preparation.log.path = split.folder().resolve("log.csv").toString();
    preparation.log.date = SplitCase.DATE;
    preparation.log.userIds = IdType.STRING;
    preparation.log.itemIds = IdType.STRING;
    preparation.log.columns =
        new ColumnNames(
            "user", "item", "auto", "timestamp", split.config().getString("input.columns.order"));
    preparation.use(split.settings(), split.split());
    assertEquals(
        String.join("\n", split.expected()), String.join("\n", TableText.of(preparation.run())));
  }

  /** Of users who make two blocks. */
  @Test
  void everyUserOfTheLogHasOneRowInOrder() {
    PrepareCase preparation = PrepareCase.random(folder, 300, 20, .5);
    preparation.minRating = 3;
    preparation.minUser = 3;
    preparation.minItem = 75;
    preparation.split = SplitKind.STRONG;
    Prepared prepared = preparation.run();
    List<Row> histories = prepared.rows("histories", "row");
    List<String> inOrder = histories.stream().map(r -> r.getString(1)).toList();
    assertEquals(inOrder.stream().sorted().distinct().toList(), inOrder);
    assertEquals(prepared.figure("log_users"), histories.size());
    assertTrue(prepared.figure("users") < prepared.figure("log_users"), "some are dropped");
    Map<String, List<String>> vectors = prepared.itemsByUser("vectors", "items");
    assertTrue(vectors.values().stream().allMatch(items -> items.size() >= 3));
    assertEquals(
        prepared.users(), vectors.keySet().stream().sorted().toList(), "and so are the users");
    for (Row user : prepared.rows("users", "user_index")) {
      assertEquals(vectors.get(user.getString(0)).size(), user.getLong(2));
    }
    Map<String, Long> counts = new HashMap<>();
    vectors.values().forEach(items -> items.forEach(item -> counts.merge(item, 1L, Long::sum)));
    for (Row item : prepared.rows("items", "item_index")) {
      assertEquals(counts.get(item.getString(0)), item.getLong(3));
      assertTrue(item.getLong(3) >= 75);
    }
    assertTrue(prepared.figure("items") < 20, "some are dropped");
    SplitTablesTest.assertTrainedRows(prepared);
  }

  @Test
  void aSplitByTimeNeedsTimes() {
    PrepareCase preparation = PrepareCase.csv(folder, "user,item", "1,2", "1,3", "2,3");
    for (SplitKind kind : List.of(SplitKind.TEMPORAL, SplitKind.LEAVE_LAST_OUT)) {
      preparation.split = kind;
      assertTrue(refusal(preparation).startsWith("Cannot "));
    }
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

  /** Between the two times that it is read. */
  @ParameterizedTest
  @CsvSource({
    "'2,4', 'Cannot read log.csv: it changed while it was read, as the item 4 was not in it'",
    "'3,2', 'it changed while it was read, from 4 good rows to 5. Run the job again'",
  })
  void aLogThatChangesIsRefused(String row, String message) {
    List<String> lines = new ArrayList<>(List.of("user,item", "1,2", "1,3", "2,2", "2,3"));
    PrepareCase preparation = PrepareCase.csv(folder, lines.toArray(String[]::new));
    preparation.progress =
        told -> {
          if (told.contains("rows, 0 of them bad")) {
            lines.add(row);
            preparation.log.write("log.csv", lines);
          }
        };
    String refusal = refused(preparation);
    assertTrue(refusal.contains(message), refusal);
  }

  /** Ranges are cut by the number of rows, which repeated rows multiply. */
  @Test
  void theBytesDoNotDependOnTheRangesOfUsers() {
    PrepareCase one = PrepareCase.random(folder.resolve("one"), 50, 30, .3);
    List<String> lines = new ArrayList<>(List.of("user,item,rating,timestamp"));
    Collections.nCopies(30, RandomLog.lines(7, 50, 30, .3)).forEach(lines::addAll);
    assertTrue(lines.size() > 10_001, lines.size() + " rows have two ranges");
    PrepareCase two = new PrepareCase(new LogCase(folder.resolve("two")));
    two.log.write("log.csv", lines);
    one.split = SplitKind.STRONG;
    two.split = SplitKind.STRONG;
    assertSameTables(one.run(), two.run());
  }

  private static void assertSameTables(Prepared first, Prepared second) {
    for (String table :
        List.of("items", "users", "vectors", "histories", "training", "evaluation")) {
      assertEquals(first.sha256(table), second.sha256(table), table);
    }
  }

  /** The same rows in other files, read by more tasks. */
  @Test
  void theBytesDoNotDependOnFiles() {
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
    many.split = one.split;
    many.minUser = one.minUser;
    many.minItem = one.minItem;
    many.duplicates = one.duplicates;
    many.binary = one.binary;
    assertSameTables(one.run(), many.run());
  }
}
