package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.History;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UserLogsTest {
  private static final long[] KEYS = LongStream.range(0, 10).toArray();
  private static final SplitSettings SPLIT =
      new SplitSettings(
          SplitKind.GIVEN,
          0,
          0,
          false,
          0,
          0,
          42,
          new GivenSplit("test", "test-fold-in", "validation", "validation-fold-in"));

  private Duplicates duplicates = Duplicates.LAST;
  private double minRating = Double.NEGATIVE_INFINITY;
  private boolean binary;
  private int maxHistory;

  private List<UserLog> gather(TestRow... rows) {
    PrepareSettings settings =
        new PrepareSettings(duplicates, minRating, binary, 1, 1, maxHistory, 0);
    List<UserLog> logs = new ArrayList<>();
    new UserLogs(TestRow.byUser(List.of(rows)), settings, SPLIT, KEYS).forEachRemaining(logs::add);
    return logs;
  }

  private static TestRow row(int user, Part part, Integer item, long time, double rating) {
    return new TestRow("u" + user, part, item, null, time, rating, null);
  }

  private static TestRow row(Integer item, long time, double rating) {
    return row(0, Part.LOG, item, time, rating);
  }

  private History history(TestRow... rows) {
    List<UserLog> logs = gather(rows);
    assertEquals(1, logs.size());
    return logs.get(0).sides().training();
  }

  private static void assertHistory(int[] items, float[] weights, long[] times, History history) {
    assertArrayEquals(items, history.items());
    assertArrayEquals(weights, history.weights());
    assertArrayEquals(times, history.times());
  }

  @Test
  void oneLogAUser() {
    List<UserLog> logs =
        gather(row(3, Part.LOG, 1, 5, 1), row(3, Part.LOG, 2, 4, 2), row(7, Part.LOG, 1, 9, 3));
    assertEquals(2, logs.size());
    assertEquals("u3", logs.get(0).facts().userId());
    assertHistory( // by time
        new int[] {2, 1}, new float[] {2, 1}, new long[] {4, 5}, logs.get(0).sides().training());
    assertEquals("u7", logs.get(1).facts().userId());
    assertHistory(new int[] {1}, new float[] {3}, new long[] {9}, logs.get(1).sides().training());
    assertNull(logs.get(0).sides().test());
    assertFalse(logs.get(0).foldsIn());
  }

  @Test
  void noRowsAreNoUsers() {
    UserLogs none = new UserLogs(TestRow.byUser(List.of()), null, SPLIT, KEYS);
    assertFalse(none.hasNext());
    assertThrows(NoSuchElementException.class, none::next);
  }

  @Test
  void onEqualTimesTheOrderSaysWhatComesFirst() {
    TestRow[] rows = {
      new TestRow("u0", Part.LOG, 1, null, 8, 1, 3L),
      new TestRow("u0", Part.LOG, 2, null, 8, 1, 1L),
      new TestRow("u0", Part.LOG, 5, null, 7, 1, 9L),
      new TestRow("u0", Part.LOG, 4, null, 8, 1, 2L)
    };
    assertArrayEquals(new int[] {5, 2, 4, 1}, history(rows).items());
  }

  @Test
  void repeatedRowsMergeAndKeepTheNewestTime() {
    TestRow[] rows = {row(1, 5, 4), row(1, 6, 3), row(2, 1, 1)};
    for (Duplicates policy : Duplicates.values()) {
      duplicates = policy;
      float merged = List.of(3f, 4f, 7f, 2f).get(policy.ordinal()); // last, max, sum, count
      assertHistory(new int[] {2, 1}, new float[] {1, merged}, new long[] {1, 6}, history(rows));
    }
  }

  @Test
  void onEqualTimesTheHighestRatingIsTheLast() {
    assertArrayEquals(new float[] {5}, history(row(1, 6, 2), row(1, 6, 5)).weights());
  }

  @Test
  void theThresholdIsForMergedRatings() {
    minRating = 4;
    TestRow[] rows = {row(1, 5, 5), row(1, 6, 2), row(2, 5, 2), row(2, 6, 4), row(3, 1, 1)};
    assertArrayEquals(new int[] {2}, history(rows).items()); // last: 2, 4, 1
    duplicates = Duplicates.MAX; // 5, 4, 1
    assertArrayEquals(new int[] {1, 2}, history(rows).items());
    duplicates = Duplicates.SUM; // 7, 6, 1
    assertArrayEquals(new float[] {7, 6}, history(rows).weights());
    minRating = 2;
    duplicates = Duplicates.COUNT; // 2, 2, 1
    assertArrayEquals(new int[] {1, 2}, history(rows).items());
  }

  @Test
  void whatIsUnderTheThresholdIsStillSeen() {
    minRating = 4;
    UserLog log = gather(row(1, 5, 5), row(2, 6, 1), row(3, 7, 3)).get(0);
    assertArrayEquals(new int[] {1}, log.sides().training().items());
    assertArrayEquals(new int[] {1, 2, 3}, log.seen());
  }

  @Test
  void theNewestAreKeptAndTheOlderStillSeen() {
    maxHistory = 2;
    UserLog log = gather(row(1, 50, 1), row(2, 10, 2), row(3, 40, 3), row(4, 30, 4)).get(0);
    assertHistory(
        new int[] {3, 1}, new float[] {3, 1}, new long[] {40, 50}, log.sides().training());
    assertArrayEquals(new int[] {1, 2, 3, 4}, log.seen());
  }

  @Test
  void binaryWeightsAreOne() {
    binary = true;
    duplicates = Duplicates.SUM;
    assertArrayEquals(
        new float[] {1, 1}, history(row(1, 1, 4), row(1, 2, 4), row(2, 3, 9)).weights());
  }

  @Test
  void heldOutItemsAreNotSeen() {
    UserLog log =
        gather(
                row(0, Part.LOG, 4, 1, 1),
                row(0, Part.VALIDATION_FOLD_IN, 1, 1, 1),
                row(0, Part.VALIDATION_HELD_OUT, 2, 1, 1),
                row(0, Part.TEST_FOLD_IN, 3, 1, 1),
                row(0, Part.TEST_FOLD_IN, 4, 1, 1),
                row(0, Part.TEST_HELD_OUT, 5, 1, 1))
            .get(0);
    assertArrayEquals(new int[] {1, 3, 4}, log.seen());
    assertArrayEquals(new int[] {3, 4}, log.sides().test().foldIn().sortedItems());
    assertArrayEquals(new int[] {5}, log.sides().test().targets().items());
    assertTrue(log.foldsIn());
  }

  @Test
  void itemsThatTheLogDoesNotHaveAreCounted() {
    UserLog log =
        gather(
                row(0, Part.LOG, 4, 1, 1),
                unknown(Part.TEST_HELD_OUT, "x", 1, 1),
                unknown(Part.TEST_HELD_OUT, "x", 2, 1),
                row(0, Part.TEST_HELD_OUT, 5, 1, 1))
            .get(0);
    assertEquals(2, log.facts().unknownRows());
    assertNull(log.sides().validation());
    assertArrayEquals(new int[] {5}, log.sides().test().targets().items());
  }

  private static TestRow unknown(Part part, String item, long time, double rating) {
    return new TestRow("u0", part, null, item, time, rating, null);
  }

  /** Their ratings are merged and thresholded as others are. */
  @Test
  void itemsThatTheLogDoesNotHaveKeepTheirRatings() {
    TestRow[] rows = {
      row(4, 1, 1),
      unknown(Part.TEST_HELD_OUT, "x", 5, 4),
      unknown(Part.TEST_HELD_OUT, "x", 6, 3),
      unknown(Part.TEST_HELD_OUT, "y", 3, 1),
      unknown(Part.TEST_HELD_OUT, "z", 4, 5),
      row(0, Part.TEST_HELD_OUT, 5, 1, 2)
    };
    UserLog log = gather(rows).get(0);
    assertArrayEquals(new float[] {1, 5, 3}, log.sides().test().unknownWeights());
    assertArrayEquals(new float[] {2}, log.sides().test().targets().weights());
    assertEquals(4, log.facts().unknownRows(), "rows");
    minRating = 2;
    duplicates = Duplicates.SUM;
    assertArrayEquals(new float[] {5, 7}, gather(rows).get(0).sides().test().unknownWeights());
    binary = true;
    assertArrayEquals(new float[] {1, 1}, gather(rows).get(0).sides().test().unknownWeights());
  }

  /** Two ratings that are floats each, whose sum is none. */
  @Test
  void aSumStaysFinite() {
    duplicates = Duplicates.SUM;
    float most = Float.MAX_VALUE;
    assertArrayEquals(new float[] {most}, history(row(1, 1, most), row(1, 2, most)).weights());
  }
}
