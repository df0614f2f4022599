package io.nocturne.model.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.Popularity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingMetricTest {
  private static final RatingScale STARS = new RatingScale(1, 5, 3);
  private static final Popularity NONE = new Popularity(new float[3]);
  private static final float[][] RATINGS = {{3, 5, 3, 4}, {1, 5}};
  private static final MetricList BOTH = MetricList.parse(List.of("mae", "ndcg@9", "rmse"));

  private static RatioSum sum(RatingMetric metric, double[]... predicted) {
    RatioSum sum = new RatioSum(metric);
    for (int user = 0; user < predicted.length; user++) {
      sum.add(new Evidence(user, null, new int[0], predicted[user], RATINGS[user]), NONE);
    }
    return sum;
  }

  /** Errors of 1, 0, 2 and -1.5, and of another user 2 and 0: not the mean of the users' means. */
  @Test
  void errorsByHand() {
    double[][] predicted = {{4, 5, 5, 2.5}, {3, 5}};
    RatioSum mae = sum(new Mae(), predicted);
    assertEquals(1 + 0 + 2 + 1.5 + 2 + 0, mae.numerator());
    assertEquals(6, mae.denominator());
    assertEquals(2, mae.users());
    assertEquals(6.5 / 6, mae.estimate().value());
    RatioSum rmse = sum(new Rmse(), predicted);
    assertEquals(1 + 0 + 4 + 2.25 + 4 + 0, rmse.numerator());
    assertEquals(Math.sqrt(11.25 / 6), rmse.estimate().value());
  }

  @Test
  void ignoresUsersWithoutPredictions() {
    RatioSum sum = sum(new Mae(), new double[] {4, 5, 5, 2.5});
    sum.add(new Evidence(1, new int[] {1}, new int[] {1}), NONE);
    assertEquals(1, sum.users());
    assertEquals(4.5 / 4, sum.estimate().value());
    assertThrows(IllegalStateException.class, () -> sum(new Mae()).estimate());
  }

  /** Otherwise a diverged model would look like one that predicts the end of the scale. */
  @Test
  void keepsNaN() {
    assertTrue(Double.isNaN(STARS.clip(Double.NaN)));
    assertEquals(5, STARS.clip(Double.POSITIVE_INFINITY));
    assertEquals(1, STARS.clip(Double.NEGATIVE_INFINITY));
  }

  @Test
  void scaleIncludesItsEnds() {
    assertTrue(STARS.holds(1) && STARS.holds(5) && STARS.holds(2.5f));
    assertFalse(STARS.holds(.5f) || STARS.holds(5.5f) || STARS.holds(Float.NaN));
    // ratings are stored as floats, and this one is slightly less than the double
    assertTrue(new RatingScale(4.7, 4.8, 4.7).holds(4.7f));
    assertEquals(
        "Invalid rating scale: 5.0 to 5.0 (expected the lowest rating, then a higher one)",
        assertThrows(IllegalArgumentException.class, () -> new RatingScale(5, 5, 3)).getMessage());
  }

  @Test
  void listParsesNamesWithoutCutoffs() {
    assertEquals("[ndcg@9, mae, rmse]", BOTH.all().toString());
    assertEquals("mae", BOTH.firstOfRatings().orElseThrow().name());
    assertTrue(BOTH.hasRatings() && BOTH.hasLists());
    assertEquals(9, BOTH.deepestCutoff());
    MetricList lists = BOTH.withoutRatings();
    assertTrue(!lists.hasRatings() && lists.hasLists());
    assertEquals("[ndcg@9]", lists.all().toString());
    MetricList ratings = MetricList.parse(List.of("rmse"));
    assertFalse(ratings.hasLists());
    assertEquals(0, ratings.deepestCutoff());
    assertTrue(ratings.withoutRatings().isEmpty());
    assertTrue(MetricList.parse(List.of("coverage@3")).hasLists());
  }

  @ParameterizedTest
  @CsvSource({
    "rmse@10, Unknown metric: rmse@10; did you mean rmse?",
    "RMSE, Unknown metric: RMSE; did you mean rmse?",
    "mae@3, Unknown metric: mae@3; did you mean mae?",
    "rmes, Unknown metric: rmes; did you mean rmse?",
  })
  void rejectsOtherNames(String name, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> MetricList.parse(List.of(name)))
            .getMessage());
  }
}
