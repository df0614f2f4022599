package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.History;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitterTest {
  private static final long DAY = 86_400;
  private static final long END = 1_000 * DAY;

  private static final long[] KEYS = LongStream.range(0, 300).map(item -> 31 * item).toArray();

  private SplitKind kind = SplitKind.NONE;
  private double heldOutUsers = .1;
  private double heldOutShare = .2;
  private boolean validation;
  private int heldOutDays = 7;
  private long seed = 42;
  private final GivenSplit given = new GivenSplit("held-out", "", "", "");

  private Splitter splitter() {
    return new Splitter(
        new SplitSettings(
            kind, heldOutUsers, heldOutShare, validation, heldOutDays, END, seed, given));
  }

  private UserSplit split(UserLog log) {
    return splitter().split(log, log.part(Part.LOG), KEYS);
  }

  private static UserLog log(Object id, History history) {
    History[] parts = new History[Part.values().length];
    Arrays.fill(parts, History.EMPTY);
    parts[Part.LOG.ordinal()] = history;
    return new UserLog(id, 0, history.sortedItems(), parts, new boolean[5], 0, new float[5][0]);
  }

  /** Distinct items, and a day of the last hundred for each: times ascend and tie. */
  private static History history(SplitMix64 random, int size) {
    int[] items = new int[size];
    long[] times = new long[size];
    for (int k = 0; k < size; k++) {
      items[k] = 3 * k + random.nextInt(3);
      times[k] = END - DAY * (1 + random.nextInt(100));
    }
    Arrays.sort(times);
    float[] weights = new float[size];
    for (int k = 0; k < size; k++) {
      weights[k] = 1 + k;
    }
    return new History(items, weights, times);
  }

  /** Users of 1 to 60 interactions. */
  private static List<UserLog> users(int count) {
    SplitMix64 random = new SplitMix64(5);
    return IntStream.range(0, count)
        .mapToObj(user -> log("user " + user, history(random, 1 + random.nextInt(60))))
        .toList();
  }

  private static int size(HeldOut part) {
    return part == null ? 0 : part.targets().size();
  }

  private static int[] sorted(History... histories) {
    return Stream.of(histories).flatMapToInt(h -> IntStream.of(h.items())).sorted().toArray();
  }

  /** Of the user's whole history, every interaction is in one part and one only. */
  private static void assertDivides(History whole, UserSplit split) {
    History validation = split.validation() == null ? History.EMPTY : split.validation().targets();
    History test = split.test() == null ? History.EMPTY : split.test().targets();
    assertArrayEquals(whole.sortedItems(), sorted(split.training(), validation, test));
    if (split.validation() != null) {
      assertArrayEquals(split.training().items(), split.validation().foldIn().items());
    }
    if (split.test() != null) { // what is known before the test: validation interactions too
      assertArrayEquals(sorted(split.training(), validation), split.test().foldIn().sortedItems());
      assertAscending(split.test().foldIn());
    }
    assertArrayEquals(whole.items(), split.known().items());
    assertAscending(split.training());
  }

  private static void assertAscending(History history) {
    for (int k = 1; k < history.size(); k++) {
      assertTrue(history.times()[k - 1] <= history.times()[k]);
    }
  }

  @Test
  void noneTrainsOnAll() {
    for (UserLog log : users(20)) {
      UserSplit split = split(log);
      assertSame(log.part(Part.LOG), split.training());
      assertSame(log.part(Part.LOG), split.known());
      assertNull(split.test());
      assertNull(split.validation());
      assertTrue(split.isKept());
    }
  }

  @Test
  void weakHoldsOutAShareOfEachHistory() {
    kind = SplitKind.WEAK;
    for (boolean both : new boolean[] {false, true}) {
      validation = both;
      for (UserLog log : users(200)) {
        UserSplit split = split(log);
        int n = log.part(Part.LOG).size();
        assertDivides(log.part(Part.LOG), split);
        assertEquals(n / 5, size(split.test()));
        assertEquals(both ? n / 5 : 0, size(split.validation()));
        assertEquals(n < 5, split.test() == null, "no targets, no part");
      }
    }
  }

  /** 0.29 x 100 is 28.999999999999996 in doubles. */
  @Test
  void theShareIsRoundedDownAsOnPaper() {
    SplitMix64 random = new SplitMix64(1);
    for (SplitKind each : List.of(SplitKind.WEAK, SplitKind.STRONG)) {
      kind = each;
      heldOutUsers = .5; // strong: everyone is held out
      for (int percent = 1; percent <= 50; percent++) {
        heldOutShare = percent / 100.0;
        UserSplit split = split(log("u", history(random, 100)));
        assertEquals(percent, size(split.test()) + size(split.validation()), each + "");
      }
    }
  }

  @Test
  void weakDrawsFromTheWholeHistory() {
    kind = SplitKind.WEAK;
    int[] heldOut = new int[10];
    SplitMix64 random = new SplitMix64(3);
    for (int user = 0; user < 3_000; user++) {
      History history = history(random, 10);
      for (int item : split(log("u" + user, history)).test().targets().items()) {
        heldOut[item / 3]++; // items ascend with their places
      }
    }
    for (int place = 0; place < 10; place++) {
      // binomial: 3,000 x 0.2 = 600, standard deviation sqrt(3,000 x 0.2 x 0.8) = 22
      assertEquals(600, heldOut[place], 110, "place " + place);
    }
  }

  @Test
  void strongHoldsOutWholeUsers() {
    kind = SplitKind.STRONG;
    for (UserLog log : users(500)) {
      UserSplit split = split(log);
      History whole = log.part(Part.LOG);
      assertSame(whole, split.known());
      HeldOut heldOut = split.test() != null ? split.test() : split.validation();
      if (heldOut == null) {
        assertSame(whole, split.training());
      } else {
        assertTrue(split.training().isEmpty(), "a held-out user is not learnt from");
        assertTrue(split.test() == null || split.validation() == null);
        assertArrayEquals(whole.sortedItems(), sorted(heldOut.foldIn(), heldOut.targets()));
        assertEquals(whole.size() < 5 ? 0 : whole.size() / 5, heldOut.targets().size());
        assertAscending(heldOut.foldIn());
      }
    }
  }

  @Test
  void strongHoldsOutItsShareOfUsersForEach() {
    kind = SplitKind.STRONG;
    int test = 0;
    int validated = 0;
    for (int user = 0; user < 10_000; user++) {
      UserSplit split = split(log((long) user, history(new SplitMix64(user), 5)));
      test += split.test() == null ? 0 : 1;
      validated += split.validation() == null ? 0 : 1;
    }
    // binomial: 1,000, standard deviation sqrt(10,000 x 0.1 x 0.9) = 30
    assertEquals(1_000, test, 150);
    assertEquals(1_000, validated, 150);
  }

  @Test
  void temporalCutsByTime() {
    kind = SplitKind.TEMPORAL;
    heldOutDays = 10;
    long testFrom = END - 10 * DAY;
    for (boolean both : new boolean[] {false, true}) {
      validation = both;
      long validationFrom = both ? END - 20 * DAY : testFrom;
      for (UserLog log : users(200)) {
        UserSplit split = split(log);
        History whole = log.part(Part.LOG);
        assertDivides(whole, split);
        assertEquals(
            Arrays.stream(whole.times()).filter(t -> t >= testFrom).count(), size(split.test()));
        assertEquals(
            Arrays.stream(whole.times()).filter(t -> t >= validationFrom).count(),
            size(split.test()) + size(split.validation()));
        assertTrue(Arrays.stream(split.training().times()).allMatch(t -> t < validationFrom));
      }
    }
  }

  @Test
  void theFirstSecondOfTheTestIsInIt() {
    kind = SplitKind.TEMPORAL;
    heldOutDays = 1;
    long cut = END - DAY;
    long[] times = {cut - 1, cut, END - 1};
    UserSplit split = split(log("u", new History(new int[] {1, 2, 3}, new float[3], times)));
    assertArrayEquals(new int[] {1}, split.training().items());
    assertArrayEquals(new int[] {2, 3}, split.test().targets().items());
  }

  @Test
  void leaveLastOutTakesTheLast() {
    kind = SplitKind.LEAVE_LAST_OUT;
    for (boolean both : new boolean[] {false, true}) {
      validation = both;
      int needed = both ? 3 : 2;
      for (UserLog log : users(200)) {
        UserSplit split = split(log);
        History whole = log.part(Part.LOG);
        int n = whole.size();
        assertDivides(whole, split);
        if (n < needed) {
          assertNull(split.test());
          assertNull(split.validation());
        } else {
          assertArrayEquals(new int[] {whole.items()[n - 1]}, split.test().targets().items());
          assertEquals(both ? 1 : 0, size(split.validation()));
          if (both) {
            assertEquals(whole.items()[n - 2], split.validation().targets().items()[0]);
          }
        }
      }
    }
  }

  @Test
  void theDrawFollowsFromSeedUserAndItemOnly() {
    for (SplitKind each : List.of(SplitKind.STRONG, SplitKind.WEAK)) {
      kind = each;
      List<UserLog> users = users(100);
      List<String> draws = new ArrayList<>();
      users.forEach(log -> draws.add(draw(split(log))));
      for (int user = 99; user >= 0; user--) { // in another order, by another instance
        assertEquals(draws.get(user), draw(split(users.get(user))));
      }
      seed = 43;
      List<String> others = users.stream().map(log -> draw(split(log))).toList();
      assertNotEquals(draws, others);
      seed = 42;
      History history = history(new SplitMix64(9), 50);
      List<String> ids = List.of("a", "b", "c", "d", "e", "f");
      assertTrue(ids.stream().map(id -> draw(split(log(id, history)))).distinct().count() > 1);
    }
  }

  private static String draw(UserSplit split) {
    return Stream.of(split.validation(), split.test())
        .map(part -> part == null ? "-" : Arrays.toString(part.targets().items()))
        .toList()
        .toString();
  }

  @Test
  void aUserOutsideTheCoreIsKnownButNotLearntFrom() {
    UserLog log = log("u", history(new SplitMix64(1), 9));
    for (SplitKind each : SplitKind.values()) {
      kind = each;
      UserSplit split = splitter().split(log, History.EMPTY, KEYS);
      assertEquals(false, split.isKept(), each + "");
      assertTrue(split.training().isEmpty(), each + "");
      assertNull(split.test(), each + "");
      assertArrayEquals(log.part(Part.LOG).items(), split.known().items(), each + "");
      assertArrayEquals(log.seen(), split.seen());
    }
  }
}
