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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitterTest extends SplitterCase {
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
