package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingMetricTest {
  private static final RatingScale STARS = new RatingScale(1, 5, 3);
  private static final MetricList BOTH = MetricList.parse(List.of("mae", "ndcg@9", "rmse"));

  /** The example: errors of 1, 0 (5.5 is clipped), 2 and -1.5. */
  @Test
  void errorsByHand() {
    RatingErrors errors = BOTH.onScale(STARS).errors();
    double[] sums = errors.none();
    errors.addPredicted(
        sums, new float[] {4, 5.5f, -7, 2.5f}, new float[] {3, 5, 3, 4}); // -7 counts as 1
    assertArrayEquals(new double[] {1 + 0 + 2 + 1.5, 1 + 0 + 4 + 2.25, 4}, sums);
    assertEquals(4.5 / 4, RatingMetric.MAE.of(sums[0] / sums[2]));
    assertEquals(Math.sqrt(7.25 / 4), RatingMetric.RMSE.of(sums[1] / sums[2]));
    errors.addUnknown(sums, new float[] {1, 5, 3});
    assertArrayEquals(new double[] {8.5, 15.25, 7}, sums);
  }

  @Test
  void whatIsPredictedForTheUnknownIsNotClipped() {
    RatingErrors errors = BOTH.onScale(new RatingScale(1, 5, 0)).errors();
    double[] sums = errors.none();
    errors.addUnknown(sums, new float[] {2});
    assertArrayEquals(new double[] {2, 4, 1}, sums);
  }

  /** Or a model that has diverged would pass for one that predicts the end of the scale. */
  @Test
  void noNumberStaysNone() {
    assertTrue(Double.isNaN(STARS.clip(Double.NaN)));
    assertEquals(5, STARS.clip(Double.POSITIVE_INFINITY));
    assertEquals(1, STARS.clip(Double.NEGATIVE_INFINITY));
  }

  @Test
  void theEndsAreOnTheScale() {
    assertTrue(STARS.holds(1) && STARS.holds(5) && STARS.holds(2.5f));
    assertFalse(STARS.holds(.5f) || STARS.holds(5.5f) || STARS.holds(Float.NaN));
    // ratings are kept as floats, and this one is a little less than the double
    assertTrue(new RatingScale(4.7, 4.8, 4.7).holds(4.7f));
    assertEquals(
        "Invalid rating scale: 5.0 to 5.0 (expected the lowest rating, then a higher one)",
        assertThrows(IllegalArgumentException.class, () -> new RatingScale(5, 5, 3)).getMessage());
  }

  @Test
  void aListKnowsThemByNamesWithoutCutoffs() {
    assertEquals(List.of(RatingMetric.MAE, RatingMetric.RMSE), BOTH.rating());
    assertEquals("[ndcg@9]", BOTH.ranking().toString());
    assertTrue(BOTH.hasRatings() && BOTH.hasLists());
    assertEquals(9, BOTH.deepestCutoff());
    MetricList lists = BOTH.onScale(STARS).withoutRatings();
    assertTrue(!lists.hasRatings() && lists.hasLists());
    assertEquals(List.of(), lists.rating());
    MetricList ratings = MetricList.parse(List.of("rmse"));
    assertFalse(ratings.hasLists());
    assertEquals(0, ratings.deepestCutoff());
    assertTrue(MetricList.parse(List.of("coverage@3")).hasLists());
    assertThrows(IllegalStateException.class, ratings::errors);
  }

  @ParameterizedTest
  @CsvSource({
    "rmse@10, Unknown metric: rmse@10 (nearest right name: rmse)",
    "RMSE, Unknown metric: RMSE (nearest right name: rmse)",
    "mae@3, Unknown metric: mae@3 (nearest right name: mae)",
    "rmes, Unknown metric: rmes (nearest right name: rmse)",
  })
  void othersAreRefused(String name, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> MetricList.parse(List.of(name)))
            .getMessage());
  }
}
