package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
  /** Sorted by time: the 2 is the newest. */
  private static final List<Double> RATINGS = List.of(4.0, 5.0, 2.0);

  @Test
  void eachPolicy() {
    assertEquals(2, Duplicates.LAST.merge(RATINGS));
    assertEquals(5, Duplicates.MAX.merge(RATINGS));
    assertEquals(11, Duplicates.SUM.merge(RATINGS));
    assertEquals(3, Duplicates.COUNT.merge(RATINGS));
  }

  @Test
  void oneRow() {
    List<Double> one = List.of(-.5);
    assertEquals(-.5, Duplicates.LAST.merge(one));
    assertEquals(-.5, Duplicates.MAX.merge(one));
    assertEquals(-.5, Duplicates.SUM.merge(one));
    assertEquals(1, Duplicates.COUNT.merge(one));
  }

  @Test
  void theLargestOfNegativeOnes() {
    assertEquals(-1, Duplicates.MAX.merge(List.of(-3.0, -1.0, -2.0)));
  }
}
