package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BestTest {
  private final Best<List<byte[]>> best = new Best<>(false);

  private static List<byte[]> blocks(int round) {
    return List.of(new byte[] {(byte) round});
  }

  private void take(int round, double metric) {
    best.take(round, blocks(round), OptionalDouble.of(metric));
  }

  private void assertBest(int round, double metric, int since) {
    assertEquals(round, best.round());
    assertEquals(metric, best.metric());
    assertEquals(since, best.validationsSince());
    assertEquals(round, best.parameters().get(0)[0]);
  }

  @Test
  void noBestBeforeTheFirstRound() {
    assertEquals(0, best.round());
    assertNull(best.parameters());
  }

  @Test
  void equalMetricsAreNotBetter() {
    take(1, .5);
    take(2, .5);
    take(3, .4);
    assertBest(1, .5, 2);
    take(4, .6);
    assertBest(4, .6, 0);
  }

  @Test
  void lastRoundIsBestWithoutValidation() {
    for (int round = 1; round <= 3; round++) {
      best.take(round, blocks(round), OptionalDouble.empty());
      assertEquals(round, best.round());
      assertEquals(0, best.validationsSince());
    }
  }

  @Test
  void anyNumberIsBetterThanNaN() {
    take(1, Double.NaN);
    assertBest(1, Double.NEGATIVE_INFINITY, 0);
    take(2, Double.NaN);
    assertBest(1, Double.NEGATIVE_INFINITY, 1);
    take(3, -7);
    assertBest(3, -7, 0);
    take(4, Double.NaN);
    assertBest(3, -7, 1);
  }

  @Test
  void lowestErrorIsBest() {
    Best<List<byte[]>> lowest = new Best<>(true);
    double[] errors = {Double.NaN, .9, .8, .8, Double.NaN, .85};
    for (int k = 0; k < errors.length; k++) {
      lowest.take(k + 1, blocks(k + 1), OptionalDouble.of(errors[k]));
    }
    assertEquals(3, lowest.round());
    assertEquals(.8, lowest.metric());
    assertEquals(3, lowest.validationsSince());
    Best<List<byte[]>> resumed = new Best<>(true);
    resumed.restore(3, .8, 0, blocks(3));
    resumed.take(4, blocks(4), OptionalDouble.empty());
    assertEquals(3, resumed.round(), "that round was measured");
    resumed.take(5, blocks(5), OptionalDouble.of(.7));
    assertEquals(5, resumed.round());
    Best<List<byte[]>> unmeasured = new Best<>(true);
    unmeasured.restore(3, Double.POSITIVE_INFINITY, 0, blocks(3));
    unmeasured.take(4, blocks(4), OptionalDouble.empty());
    assertEquals(4, unmeasured.round(), "and here no round was");
  }

  @Test
  void continuesFromTheStoredBest() {
    List<byte[]> stored = blocks(4);
    best.restore(4, .5, 2, stored);
    assertBest(4, .5, 2);
    assertSame(stored, best.parameters());
    take(7, .5);
    assertBest(4, .5, 3);
    take(8, .7);
    assertBest(8, .7, 0);
  }
}
