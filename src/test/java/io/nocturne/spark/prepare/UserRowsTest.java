package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import io.nocturne.spark.prepare.shuffle.LoggedRow;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UserRowsTest {
  private static final long[] KEYS = LongStream.range(0, 1_000).map(item -> 31 * item).toArray();
  private static final long NONE = LoggedRow.NO_ORDER;

  private static UserRows begin(long seed, Object userId) {
    UserRows rows = new UserRows(new Draws(seed), KEYS);
    rows.begin(userId);
    return rows;
  }

  private static int[] items(UserRows rows, Part part) {
    return IntStream.range(rows.from(part), rows.to(part)).map(rows::item).toArray();
  }

  private static int[] ofOneTime(long seed, Object userId, int items) {
    UserRows rows = begin(seed, userId);
    IntStream.range(0, items).forEach(item -> rows.add(Part.LOG, item, 5, NONE, 1));
    rows.sort();
    return items(rows, Part.LOG);
  }

  @Test
  void sortsByPartThenTimeThenOrder() {
    UserRows rows = begin(42, "u");
    rows.add(Part.TEST_HELD_OUT, 1, 0, NONE, 1);
    rows.add(Part.LOG, 2, 7, 2, 1);
    rows.add(Part.LOG, 3, 7, 1, 1);
    rows.add(Part.LOG, 4, 6, 3, 1);
    rows.add(Part.TEST_FOLD_IN, 5, 9, NONE, 1);
    rows.sort();
    assertArrayEquals(new int[] {4, 3, 2}, items(rows, Part.LOG));
    assertArrayEquals(new int[] {5}, items(rows, Part.TEST_FOLD_IN));
    assertArrayEquals(new int[] {1}, items(rows, Part.TEST_HELD_OUT));
    assertFalse(rows.isIn(Part.VALIDATION_HELD_OUT));
    assertEquals(rows.to(Part.LOG), rows.from(Part.VALIDATION_HELD_OUT));
    assertFalse(rows.isTied(1, 2), "the order says which was first");
    assertEquals(0, rows.firstAt(Part.LOG, 6));
    assertEquals(1, rows.firstAt(Part.LOG, 7));
    assertEquals(3, rows.firstAt(Part.LOG, 8));
  }

  @Test
  void rowsAboutOneItemAtOneTimeComeByRating() {
    UserRows rows = begin(42, "u");
    for (double rating : new double[] {3, 5, 1, 4}) {
      rows.add(Part.LOG, 7, 1, NONE, rating);
    }
    rows.sort();
    assertArrayEquals(
        new double[] {1, 3, 4, 5}, IntStream.range(0, 4).mapToDouble(rows::rating).toArray());
    assertTrue(rows.isTied(0, 3));
  }

  /** Each item is as likely to be the last of 5, whatever its id. */
  @Test
  void tiesAreBrokenByAHash() {
    int[] last = new int[5];
    for (int user = 0; user < 5_000; user++) {
      last[ofOneTime(42, "user " + user, 5)[4]]++;
    }
    for (int item = 0; item < 5; item++) {
      // binomial: 5,000 x 0.2 = 1,000, standard deviation sqrt(5,000 x 0.2 x 0.8) = 28
      assertEquals(1_000, last[item], 140, "item " + item);
    }
    assertNotEquals(
        Arrays.toString(ofOneTime(42, "u", 50)), Arrays.toString(ofOneTime(43, "u", 50)));
    assertNotEquals(
        Arrays.toString(ofOneTime(42, "u", 50)), Arrays.toString(ofOneTime(42, "v", 50)));
  }

  /** What else the user has met changes nothing between two items. */
  @Test
  void theOrderOfTwoTiedItemsDependsOnThemAlone() {
    int[] fewer = ofOneTime(42, "u", 50);
    int[] more = Arrays.stream(ofOneTime(42, "u", 90)).filter(item -> item < 50).toArray();
    assertArrayEquals(fewer, more);
  }

  @Test
  void unknownItemsAreToldApartByTheirIds() {
    UserRows rows = begin(42, "u");
    rows.addUnknown(Part.TEST_HELD_OUT, "x", 1, NONE, 1);
    rows.addUnknown(Part.TEST_HELD_OUT, "y", 2, NONE, 1);
    rows.addUnknown(Part.TEST_FOLD_IN, "x", 3, NONE, 1);
    rows.sort();
    int[] heldOut = items(rows, Part.TEST_HELD_OUT);
    assertTrue(heldOut[0] < 0 && heldOut[1] < 0 && heldOut[0] != heldOut[1]);
    assertArrayEquals(new int[] {heldOut[0]}, items(rows, Part.TEST_FOLD_IN));
    assertEquals(3, rows.unknownRows());
    rows.begin("v");
    assertEquals(0, rows.unknownRows());
    assertFalse(rows.isIn(Part.TEST_FOLD_IN));
  }

  @Test
  void aMillionRowsOfOneUser() {
    UserRows rows = begin(42, 7L);
    SplitMix64 random = new SplitMix64(1);
    for (int k = 0; k < 1_000_000; k++) {
      rows.add(Part.LOG, random.nextInt(1_000), random.nextInt(100_000), NONE, 1);
    }
    rows.sort();
    for (int place = 1; place < 1_000_000; place++) {
      assertTrue(rows.time(place - 1) <= rows.time(place));
    }
    MergedRows merged = MergedRows.of(rows, 0, 1_000_000, Duplicates.COUNT);
    assertEquals(1_000, merged.size());
    float[] counts = merged.weights(merged.byLast(), false);
    assertEquals(1_000_000, IntStream.range(0, 1_000).mapToLong(k -> (long) counts[k]).sum());
  }
}
