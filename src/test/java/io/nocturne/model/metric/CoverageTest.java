package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CoverageTest {

  private static Coverage of(int cutoff, int[]... lists) {
    Coverage coverage = new Coverage(cutoff, 10);
    for (int[] list : lists) {
      coverage.add(list, list.length);
    }
    return coverage;
  }

  @Test
  void countsEachItemOnceAndOnlyTheTop() {
    // tops of 2: {3, 4} and {4, 9}; together 3, 4 and 9: 3 of 10 items
    assertEquals(0.3, of(2, new int[] {3, 4, 5}, new int[] {4, 9, 6}).value());
    assertEquals(0.0, of(2).value());
    assertEquals(0.1, of(2, new int[] {7}, new int[0]).value()); // lists shorter than the cut-off
  }

  @Test
  void twoPartsMakeTheWhole() {
    Coverage part = of(2, new int[] {3, 4, 5});
    part.merge(of(2, new int[] {4, 9, 6}));
    assertEquals(of(2, new int[] {3, 4, 5}, new int[] {4, 9, 6}).value(), part.value());
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(IllegalArgumentException.class, () -> new Coverage(0, 10));
    assertThrows(IllegalArgumentException.class, () -> new Coverage(1, 0));
    assertThrows(IllegalArgumentException.class, () -> of(2).merge(of(3)));
    assertThrows(IllegalArgumentException.class, () -> Coverage.parse("recall@2", 10));
  }

  @Test
  void readsItsName() {
    assertEquals("coverage@20", Coverage.parse("coverage@20", 10).name());
  }
}
