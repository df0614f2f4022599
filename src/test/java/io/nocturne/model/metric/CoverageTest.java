package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.model.Popularity;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Popularity TEN = new Popularity(new float[10]);
  private static final PoissonBootstrap BOOTSTRAP = new PoissonBootstrap(1, 10);
  private static final int[] TARGETS = {1};

  private static MetricSum of(int cutoff, int[]... lists) {
    MetricSum coverage = new Coverage(cutoff).sum(TEN, BOOTSTRAP);
    for (int[] list : lists) {
      coverage.add(new Evidence(0, list, TARGETS), TEN);
    }
    return coverage;
  }

  @Test
  void countsEachTopItemOnce() {
    // top 2: {3, 4} and {4, 9}; together 3, 4 and 9: 3 of 10 items
    Estimate coverage = of(2, new int[] {3, 4, 5}, new int[] {4, 9, 6}).estimate();
    assertEquals(0.3, coverage.value());
    assertFalse(coverage.hasInterval());
    // lists shorter than the cut-off
    assertEquals(0.1, of(2, new int[] {7}, new int[0]).estimate().value());
  }

  @Test
  void ignoresUsersWithoutList() {
    MetricSum coverage = of(2, new int[] {7, 8});
    Evidence unlisted = new Evidence(1, null, new int[0], new double[] {3}, new float[] {4});
    coverage.add(unlisted, TEN);
    assertEquals(1, coverage.users());
    assertEquals(0.2, coverage.estimate().value());
    assertEquals(OptionalDouble.empty(), new Coverage(2).ofUser(unlisted, TEN));
  }

  @Test
  void mergesParts() {
    MetricSum part = of(2, new int[] {3, 4, 5});
    part.merge(of(2, new int[] {4, 9, 6}));
    assertEquals(0.3, part.estimate().value());
    assertEquals(2, part.users());
  }

  @Test
  void rejectsSumsThatDoNotFit() {
    assertThrows(IllegalArgumentException.class, () -> new Coverage(0));
    assertThrows(IllegalArgumentException.class, () -> of(2).merge(of(3)));
    MetricSum ofFewer = new Coverage(2).sum(new Popularity(new float[9]), BOOTSTRAP);
    assertThrows(IllegalArgumentException.class, () -> of(2).merge(ofFewer));
    assertThrows(IllegalStateException.class, () -> of(2).estimate());
  }
}
