package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.metric.RatingScale;
import io.nocturne.spark.log.LogCase;
import io.nocturne.spark.prepare.PrepareCase;
import io.nocturne.spark.prepare.Prepared;
import io.nocturne.spark.prepare.SplitKind;
import io.nocturne.spark.store.TableInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaterializationTest {
  private static final int USERS = 70;
  private static final int ITEMS = 16;

  private static final RatingScale SCALE = new RatingScale(1, 4.5, 3);

  @TempDir static Path folder;

  /** All that each user has met in the log, good rating or not. */
  private static final Map<String, Set<String>> MET = new TreeMap<>();

  private static Prepared prepared;
  private static PlainModel plain;
  private static BroadcastModel model;

  /**
   * Users who are learnt from, held out, dropped by the core with something left, and dropped with
   * nothing left; one who has met every item; short histories of long logs.
   */
  @BeforeAll
  static void prepare() {
    SplitMix64 random = new SplitMix64(4);
    List<String> lines = new ArrayList<>(List.of("user,item,rating,timestamp"));
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        if (user == 0 || random.nextDouble() < .3) {
          int rating = user % 10 == 9 ? 1 : 1 + random.nextInt(5);
          lines.add("u%d,i%d,%d,%d".formatted(user, item, rating, 1_700_000_000L + item));
          MET.computeIfAbsent("u" + user, u -> new TreeSet<>()).add("i" + item);
        }
      }
    }
    LogCase log = new LogCase(folder);
    log.write("log.csv", lines);
    PrepareCase preparation = new PrepareCase(log);
    preparation.minRating = 2;
    preparation.minUser = 2;
    preparation.maxHistory = 4;
    preparation.split = SplitKind.STRONG;
    prepared = preparation.run();
    plain = new PlainModel(6, popularity());
    model = plain.broadcast();
    Materialization materialization = materialization();
    materialization.recommend(6);
    materialization.similar(4);
  }

  private static Materialization materialization() {
    return new Materialization(
        SparkSession.builder().getOrCreate(),
        prepared.tables(),
        model,
        SCALE,
        PlainLists.SETTINGS,
        "made from");
  }

  private static float[] popularity() {
    float[] popularity = new float[prepared.items().size()];
    prepared
        .training()
        .forEach(row -> row.forEach(item -> popularity[prepared.items().indexOf(item)]++));
    return popularity;
  }

  @AfterAll
  static void destroy() {
    model.destroy();
  }

  private static List<Row> recommendations() {
    return prepared.tables().read("recommendations").collectAsList();
  }

  private static List<String> ids(List<Row> scored) {
    return scored.stream().map(row -> row.getString(0)).toList();
  }

  private static Set<Integer> indices(Iterable<String> ids) {
    Set<Integer> indices = new HashSet<>();
    ids.forEach(id -> indices.add(prepared.items().indexOf(id)));
    return indices;
  }

  private static void assertScored(
      List<Integer> history, List<Integer> expected, int n, List<Row> scored) {
    List<String> best = expected.stream().limit(n).map(item -> prepared.items().get(item)).toList();
    assertEquals(best, ids(scored));
    for (int rank = 0; rank < scored.size(); rank++) {
      assertEquals(plain.score(history, expected.get(rank)), scored.get(rank).getFloat(1));
      assertTrue(rank == 0 || scored.get(rank - 1).getFloat(1) >= scored.get(rank).getFloat(1));
    }
  }

  @Test
  void everyUserOfTheLogHasOneRow() {
    List<String> users = recommendations().stream().map(row -> row.getString(0)).toList();
    assertEquals(new ArrayList<>(MET.keySet()), users, "sorted by id");
  }

  @Test
  void nothingThatWasMetIsRecommended() {
    for (Row row : recommendations()) {
      Set<String> both = new HashSet<>(ids(row.getList(1)));
      both.retainAll(MET.get(row.getString(0)));
      assertEquals(Set.of(), both, row.getString(0));
    }
  }

  @Test
  void eachListIsTheBestOfTheRest() {
    Map<String, List<Integer>> known = new HashMap<>();
    for (Row row : prepared.rows("histories", "row")) {
      known.put(row.getAs("user_id"), row.getList(row.fieldIndex("items")));
    }
    for (Row row : recommendations()) {
      List<Integer> history = known.get(row.getString(0));
      List<Integer> expected = plain.ranked(history, indices(MET.get(row.getString(0))));
      assertScored(history, expected, 6, row.getList(1));
    }
  }

  @Test
  void theTierSaysWhatAListIsFrom() {
    Map<String, Row> histories = new HashMap<>();
    prepared.rows("histories", "row").forEach(row -> histories.put(row.getAs("user_id"), row));
    Set<String> kept = new HashSet<>(prepared.users());
    Set<String> measured = new HashSet<>(prepared.itemsByUser("evaluation", "items").keySet());
    Map<String, Integer> tiers = new HashMap<>();
    for (Row row : recommendations()) {
      String user = row.getString(0);
      String tier = row.getString(2);
      tiers.merge(tier, 1, Integer::sum);
      boolean nothing = histories.get(user).getList(2).isEmpty();
      assertEquals(nothing, tier.equals("popular"), user);
      if (tier.equals("model")) {
        assertTrue(kept.contains(user) && !measured.contains(user), user);
      }
      if (measured.contains(user) || !kept.contains(user)) {
        assertFalse(tier.equals("model"), user);
      }
    }
    assertEquals((int) prepared.figure("training_users"), tiers.get("model"));
    assertTrue(tiers.get("popular") >= 7, "users whose ratings are all 1: " + tiers);
    assertTrue(tiers.get("fold-in") >= 5, "held-out users: " + tiers);
  }

  @Test
  void whoHasMetEverythingGetsAnEmptyList() {
    Row first = recommendations().get(0);
    assertEquals("u0", first.getString(0));
    assertEquals(ITEMS, MET.get("u0").size());
    assertEquals(List.of(), first.getList(1));
  }

  @Test
  void similarItemsAreThoseOfAHistoryOfOne() {
    List<Row> rows = prepared.tables().read("similar_items").collectAsList();
    assertEquals(prepared.items(), ids(rows));
    for (int item = 0; item < rows.size(); item++) {
      List<Integer> expected = plain.ranked(List.of(item), Set.of(item));
      assertScored(List.of(item), expected, 4, rows.get(item).getList(1));
      assertFalse(ids(rows.get(item).getList(1)).contains(prepared.items().get(item)));
    }
  }

  @Test
  void listsAreNoLongerThanTheCatalogue() {
    TableInfo first = prepared.tables().info("similar_items");
    materialization().similar(1_000);
    try {
      for (Row row : prepared.tables().read("similar_items").collectAsList()) {
        assertEquals(prepared.items().size() - 1, row.getList(1).size());
      }
    } finally {
      TableInfo again = materialization().similar(4);
      assertEquals(first.sha256(), again.sha256(), "the same bytes again");
    }
  }
}
