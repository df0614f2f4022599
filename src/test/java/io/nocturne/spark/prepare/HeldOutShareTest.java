package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.History;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many interactions are held out, and of whom. */
class HeldOutShareTest extends SplitterCase {
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
            new UserFacts("u", 9, 0, false, false),
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
}
