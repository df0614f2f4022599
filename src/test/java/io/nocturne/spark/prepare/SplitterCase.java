package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.History;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Users, settings and what a splitter makes of them. */
abstract class SplitterCase {
  static final long DAY = 86_400;
  static final long END = 1_000 * DAY;

  static final long[] KEYS = LongStream.range(0, 300).map(item -> 31 * item).toArray();

  SplitKind kind = SplitKind.NONE;
  double heldOutUsers = .1;
  double heldOutShare = .2;
  boolean validation;
  int heldOutDays = 7;
  long seed = 42;
  GivenSplit given = new GivenSplit("held-out", "", "", "");

  Splitter splitter() {
    return new Splitter(
        new SplitSettings(
            kind, heldOutUsers, heldOutShare, validation, heldOutDays, END, seed, given));
  }

  UserSplit split(UserLog log) {
    return splitter().split(log, core(1), KEYS);
  }

  static Core core(int minUser) {
    boolean[] items = new boolean[KEYS.length];
    Arrays.fill(items, true);
    return new Core(items, minUser);
  }

  static UserLog log(Object id, History history) {
    return new UserLog(
        new UserFacts(id, 9, 0, false, false),
        history.sortedItems(),
        history,
        Sides.whole(history),
        false);
  }

  /** Distinct items, and a day of the last hundred for each: times ascend and tie. */
  static History history(SplitMix64 random, int size) {
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
  static List<UserLog> users(int count) {
    SplitMix64 random = new SplitMix64(5);
    return IntStream.range(0, count)
        .mapToObj(user -> log("user " + user, history(random, 1 + random.nextInt(60))))
        .toList();
  }

  static int size(HeldOut part) {
    return part == null ? 0 : part.targets().size();
  }

  static int[] sorted(History... histories) {
    return Stream.of(histories).flatMapToInt(h -> IntStream.of(h.items())).sorted().toArray();
  }

  /** Of the user's whole history, every interaction is in one part and one only. */
  static void assertDivides(History whole, UserSplit split) {
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

  static void assertAscending(History history) {
    for (int k = 1; k < history.size(); k++) {
      assertTrue(history.times()[k - 1] <= history.times()[k]);
    }
  }
}
