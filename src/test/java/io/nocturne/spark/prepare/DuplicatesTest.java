package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DuplicatesTest {
  /** Ratings sorted by time. */
  private static double merge(Duplicates policy, double... ratings) {
    double merged = policy.first(ratings[0]);
    for (int k = 1; k < ratings.length; k++) {
      merged = policy.next(merged, ratings[k]);
    }
    return merged;
  }

  @Test
  void eachPolicy() {
    assertEquals(2, merge(Duplicates.LAST, 4, 5, 2));
    assertEquals(5, merge(Duplicates.MAX, 4, 5, 2));
    assertEquals(11, merge(Duplicates.SUM, 4, 5, 2));
    assertEquals(3, merge(Duplicates.COUNT, 4, 5, 2));
  }

  @Test
  void oneRow() {
    assertEquals(-.5, merge(Duplicates.LAST, -.5));
    assertEquals(-.5, merge(Duplicates.MAX, -.5));
    assertEquals(-.5, merge(Duplicates.SUM, -.5));
    assertEquals(1, merge(Duplicates.COUNT, -.5));
  }

  @Test
  void theLargestOfNegativeOnes() {
    assertEquals(-1, merge(Duplicates.MAX, -3, -1, -2));
  }
}
