package io.nocturne.nn.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The losses of single targets. */
class TargetLossTest {
  /** At most 16 significant bits are lost for scores far from zero. */
  @ParameterizedTest
  @EnumSource
  void gradientsMatchDifferencesOfLosses(TargetLoss loss) {
    for (float x : new float[] {0, .3f, 1}) {
      for (float y : new float[] {-40, -3, -.1f, 0, .2f, 5, 40}) {
        float step = 1f / 64;
        double difference = (loss.loss(y + step, x) - loss.loss(y - step, x)) / (2 * step);
        assertEquals(difference, loss.gradient(y, x), 1e-4, loss + " at " + y + " for " + x);
      }
    }
  }

  /** log(1 + e^s) - x s is s (1 - x) far above zero and -x s far below. */
  @Test
  void logisticLossIsFiniteFarFromZero() {
    assertEquals(700, TargetLoss.LOGISTIC.loss(1000, .3f), 1e-4);
    assertEquals(300, TargetLoss.LOGISTIC.loss(-1000, .3f), 1e-4);
    assertEquals(.7f, TargetLoss.LOGISTIC.gradient(1000, .3f), 1e-6f);
    assertEquals(-.3f, TargetLoss.LOGISTIC.gradient(-1000, .3f), 1e-6f);
    assertEquals(Math.log(2), TargetLoss.LOGISTIC.loss(0, .3f), 1e-12);
  }
}
