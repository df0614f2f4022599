package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.prepare.LocalPrepared.Logged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is left of random logs: by the k-core, the longest history and the order of rows. */
class HistoryTablesTest extends RandomTables {
  @Test
  void theCoreHasEnoughOfBothSides() {
    minUser = 4;
    minItem = 6;
    LocalPrepared prepared = prepare(random(60, 30, .2));
    Map<String, List<String>> vectors = prepared.itemsByUser("vectors", "items");
    assertTrue(vectors.values().stream().allMatch(items -> items.size() >= 4));
    Map<String, Integer> counts = new TreeMap<>();
    vectors.values().forEach(items -> items.forEach(item -> counts.merge(item, 1, Integer::sum)));
    assertTrue(counts.values().stream().allMatch(count -> count >= 6), counts::toString);
    assertTrue(prepared.items().size() < 30 && prepared.figure("users") < 60, "some are dropped");
    assertEquals(prepared.figure("interactions"), counts.values().stream().mapToInt(c -> c).sum());
  }

  @Test
  void nothingLeftIsRefused() {
    minItem = 21;
    List<Logged> rows = random(20, 10, .5);
    assertEquals(
        "Too few items: 0 of the log's 10 item(s) are left to train on (expected 2 or more). Check"
            + " prepare.min-rating, the least numbers of interactions and the split",
        assertThrows(UnusableDataException.class, () -> prepare(rows)).getMessage());
    minItem = 1;
    minRating = 6;
    String message = assertThrows(UnusableDataException.class, () -> prepare(rows)).getMessage();
    assertTrue(message.startsWith("Too few items: 0 of"), message);
  }

  @Test
  void theNewestAreKeptAndAllAreSeen() {
    List<Logged> rows = random(60, 20, .5);
    LocalPrepared whole = prepare(rows);
    maxHistory = 4;
    LocalPrepared cut = prepare(rows);
    assertEquals(whole.items(), cut.items(), "the cut loses no item here");
    Map<String, List<String>> all = whole.itemsByUser("vectors", "items");
    cut.itemsByUser("vectors", "items")
        .forEach(
            (user, items) -> {
              List<String> before = all.get(user);
              assertEquals(before.subList(Math.max(0, before.size() - 4), before.size()), items);
            });
    assertEquals(whole.itemsByUser("histories", "seen"), cut.itemsByUser("histories", "seen"));
    long longer = all.values().stream().filter(items -> items.size() > 4).count();
    assertTrue(longer > 0);
    assertEquals(longer, cut.figure("cut_users"));
    assertEquals(0, cut.figure("tied_users"));
  }

  /** With days for times, the last items are no more often those with the largest ids. */
  @Test
  void daysForTimesHoldOutNoParticularIds() {
    kind = SplitKind.LEAVE_LAST_OUT;
    List<Logged> rows = new ArrayList<>();
    for (int user = 0; user < 2_000; user++) {
      for (int item = 0; item < 8; item++) {
        rows.add(new Logged(Part.LOG, "u" + user, "i" + item, 0, 1, null));
      }
    }
    LocalPrepared prepared = prepare(rows);
    Map<String, Integer> targets = new TreeMap<>();
    prepared
        .heldOut("test", "held_out")
        .values()
        .forEach(items -> targets.merge(items.get(0), 1, Integer::sum));
    // binomial: 250 each, standard deviation sqrt(2,000 / 8 x 7 / 8) = 15
    targets.forEach((item, count) -> assertEquals(250, count, 75, item));
    assertEquals(8, targets.size());
    assertEquals(2_000, prepared.figure("tied_users"));
    assertEquals(1, prepared.tally().tiedShare());
  }
}
