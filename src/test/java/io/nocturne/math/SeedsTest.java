package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
  @Test
  void smallGridsDoNotCollide() {
    Set<Long> seeds = new HashSet<>();
    int expected = 0;
    for (long seed = -2; seed < 10; seed++) {
      seeds.add(Seeds.derive(seed));
      expected++;
      for (int round = -1; round < 60; round++) {
        seeds.add(Seeds.derive(seed, round));
        expected++;
        for (int worker = -1; worker < 60; worker++) {
          seeds.add(Seeds.derive(seed, round, worker));
          expected++;
        }
      }
    }
    assertEquals(expected, seeds.size());
  }

  @Test
  void orderAndNumberOfKeysMatter() {
    assertNotEquals(Seeds.derive(7, 1, 2), Seeds.derive(7, 2, 1));
    assertNotEquals(Seeds.derive(7, 1), Seeds.derive(7, 1, 0));
    assertNotEquals(Seeds.derive(0), Seeds.derive(0, 0));
    assertEquals(Seeds.derive(7, 1, 2), Seeds.derive(7, 1, 2));
  }

  @Test
  void neighbouringStreamsAreUncorrelated() {
    int differing = 0;
    for (int round = 0; round < 1000; round++) {
      differing += Long.bitCount(Seeds.derive(1, round, 3) ^ Seeds.derive(1, round + 1, 3));
    }
    // 64,000 fair coins: mean 32,000, standard deviation 126, so the bound is 8 deviations
    assertTrue(Math.abs(differing - 32_000) < 1000, "differing bits: " + differing);
  }
}
