package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  private GivenSplit given = new GivenSplit("held-out", "", "", "");

  private Splitter splitter() {
    return new Splitter(
        new SplitSettings(
            kind, heldOutUsers, heldOutShare, validation, heldOutDays, END, seed, given));
  }

  private UserSplit split(UserLog log) {
    return splitter().split(log, core(1), KEYS);
  }

  private static Core core(int minUser) {
    boolean[] items = new boolean[KEYS.length];
    Arrays.fill(items, true);
    return new Core(items, minUser);
  }

  private static UserLog log(Object id, History history) {
    return new UserLog(
        new UserFacts(id, 0, false, false),
        history.sortedItems(),
        history,
        Sides.whole(history),
        false);
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
      assertSame(log.known(), split.training());
      assertSame(log.known(), split.known());
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
        int n = log.known().size();
        assertDivides(log.known(), split);
        assertEquals(n / 5, size(split.test()));
        assertEquals(both ? n / 5 : 0, size(split.validation()));
        assertEquals(n < 5, split.test() == null, "no targets, no part");
        assertEquals(n < 5, split.isTooShort());
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

  /** Interactions, share, with validation, and how many are held out for each part. */
  @ParameterizedTest
  @CsvSource({
    "4, .1, true, 0",
    "5, .1, true, 1",
    "9, .1, true, 1",
    "19, .1, true, 1",
    "20, .1, true, 2",
    "5, .01, false, 1",
    "4, .2, false, 0",
    "4, .25, false, 1",
    "1, .5, false, 0",
    "2, .5, false, 0",
    "3, .5, false, 1",
    "4, .5, false, 2",
    "3, .49, true, 0",
    "4, .49, true, 1",
    "5, .49, true, 1",
    "6, .49, true, 2",
    "7, .49, true, 2",
    "8, .49, true, 3",
    "40, .49, true, 19",
    "100, .49, true, 49"
  })
  void weakHoldsOutOneFromFiveOnAndLeavesTwo(int n, double share, boolean both, int expected) {
    kind = SplitKind.WEAK;
    heldOutShare = share;
    validation = both;
    UserSplit split = split(log("u", history(new SplitMix64(n), n)));
    assertEquals(expected, size(split.test()));
    assertEquals(both ? expected : 0, size(split.validation()));
    assertEquals(expected == 0, split.isTooShort());
    assertTrue(split.training().size() >= Math.min(2, n));
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
      History whole = log.known();
      assertSame(whole, split.known());
      HeldOut heldOut = split.test() != null ? split.test() : split.validation();
      if (heldOut != null) {
        assertTrue(split.training().isEmpty(), "a held-out user is not trained on");
        assertTrue(split.test() == null || split.validation() == null);
        assertArrayEquals(whole.sortedItems(), sorted(heldOut.foldIn(), heldOut.targets()));
        assertEquals(whole.size() / 5, heldOut.targets().size());
        assertAscending(heldOut.foldIn());
      } else if (split.isTooShort()) {
        assertTrue(split.training().isEmpty() && whole.size() < 5);
      } else {
        assertArrayEquals(whole.items(), split.training().items());
      }
    }
  }

  @Test
  void strongHoldsOutOneOfFiveAtLeast() {
    kind = SplitKind.STRONG;
    heldOutShare = .1;
    heldOutUsers = .5;
    for (int n = 1; n < 25; n++) {
      UserSplit split = split(log("u" + n, history(new SplitMix64(n), n)));
      int expected = n < 5 ? 0 : Math.max(1, n / 10);
      assertEquals(expected, size(split.test()) + size(split.validation()), n + "");
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
  void aUserOutsideTheCoreIsKnownButNotTrainedOn() {
    UserLog log = log("u", history(new SplitMix64(1), 9));
    for (SplitKind each : SplitKind.values()) {
      kind = each;
      UserSplit split = splitter().split(log, core(10), KEYS);
      assertEquals(false, split.isKept(), each + "");
      assertTrue(split.training().isEmpty(), each + "");
      assertNull(split.test(), each + "");
      assertArrayEquals(log.known().items(), split.known().items(), each + "");
      assertArrayEquals(log.seen(), split.seen());
      assertEquals(false, split.isTooShort(), each + "");
    }
  }

  /** What times hold out is about users with enough before the cut, or in all. */
  @Test
  void theCoreDecidesOnTrainingAndOnTablesByThemselves() {
    kind = SplitKind.TEMPORAL;
    History past = history(new SplitMix64(1), 3);
    History whole = history(new SplitMix64(1), 6);
    HeldOut test = new HeldOut(past, whole);
    UserLog log =
        new UserLog(
            new UserFacts("u", 0, false, false),
            new int[0],
            whole,
            Sides.of(past, null, test),
            false);
    UserSplit enough = splitter().split(log, core(3), KEYS);
    assertTrue(enough.isTrained() && enough.isKept() && enough.test() == test);
    UserSplit later = splitter().split(log, core(6), KEYS);
    assertTrue(!later.isTrained() && later.isKept() && later.test() == test);
    UserSplit never = splitter().split(log, core(7), KEYS);
    assertTrue(!never.isTrained() && !never.isKept() && never.test() == null);
  }

  /** What is drawn follows from the seed and the ids alone, whatever else the user has met. */
  @Test
  void aShareOfTheTrainingFileValidates() {
    kind = SplitKind.GIVEN;
    given = new GivenSplit("held-out", "", "", "", .3);
    History all = history(new SplitMix64(2), 90);
    UserSplit whole = split(log("u", all));
    int[] drawn = whole.validation().targets().items();
    // binomial: 27, standard deviation sqrt(90 x 0.3 x 0.7) = 4.3
    assertEquals(27, drawn.length, 22);
    assertArrayEquals(whole.training().items(), whole.validation().foldIn().items());
    assertArrayEquals(all.sortedItems(), sorted(whole.training(), whole.validation().targets()));
    boolean[] even = new boolean[all.size()];
    for (int k = 0; k < even.length; k++) {
      even[k] = all.items()[k] % 2 == 0;
    }
    assertArrayEquals(
        Arrays.stream(drawn).filter(item -> item % 2 == 0).toArray(),
        split(log("u", all.filter(even))).validation().targets().items());
    assertNull(split(log("u", History.EMPTY)).validation());
    seed = 43;
    assertFalse(Arrays.equals(drawn, split(log("u", all)).validation().targets().items()));
  }
}
