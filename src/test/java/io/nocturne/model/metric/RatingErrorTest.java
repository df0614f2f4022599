package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RatingErrorTest {

  /** Errors -1, 2 and 0.5. */
  private static final double[][] PREDICTED_ACTUAL = {{3, 4}, {5, 3}, {2.5, 2}};

  private static RatingError of(int from, int to) {
    RatingError error = new RatingError();
    for (int i = from; i < to; i++) {
      error.add(PREDICTED_ACTUAL[i][0], PREDICTED_ACTUAL[i][1]);
    }
    return error;
  }

  @Test
  void matchesHandComputation() {
    RatingError error = of(0, 3);
    assertEquals(Math.sqrt(1.75), error.rmse()); // (1 + 4 + 0.25) / 3 = 1.75
    assertEquals(3.5 / 3, error.mae()); // 1 + 2 + 0.5 = 3.5
    assertEquals(3, error.count());
  }

  @Test
  void twoPartsMakeTheWhole() {
    RatingError part = of(0, 1);
    part.merge(of(1, 3));
    assertEquals(of(0, 3).rmse(), part.rmse());
    assertEquals(of(0, 3).mae(), part.mae());
    assertEquals(3, part.count());
  }

  @Test
  void refusesAMeanOfNothing() {
    assertThrows(IllegalStateException.class, () -> new RatingError().rmse());
    assertThrows(IllegalStateException.class, () -> new RatingError().mae());
  }
}
