package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.jobs.config.Configuration;
import io.nocturne.jobs.config.ConfigurationException;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.RatingScale;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatingKeysTest {
  private static final MetricList RMSE = MetricList.parse(List.of("rmse", "ndcg@5"));

  private static RatingKeys keys(String... keyValues) {
    return new RatingKeys(Configuration.load(Optional.empty(), List.of(keyValues)));
  }

  @Test
  void fiveStarsUnlessSaidOtherwise() {
    RatingScale stars = keys().scale();
    assertEquals(List.of(1.0, 5.0, 3.0), List.of(stars.least(), stars.most(), stars.unknown()));
    RatingScale other =
        keys("evaluate.rating-scale=[-10, 10.5]", "evaluate.unknown-rating=2").scale();
    assertEquals(List.of(-10.0, 10.5, 2.0), List.of(other.least(), other.most(), other.unknown()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5,1", "1,1", "1,2,3", "one,5", "1,Infinity", "NaN,1"})
  void noScaleIsRefused(String scale) {
    RatingKeys keys = keys("evaluate.rating-scale=" + scale);
    assertEquals(
        "Invalid evaluate.rating-scale: [%s] (expected two numbers, the lowest rating and a higher one, such as [1, 5])"
            .formatted(scale.replace(",", ", ")),
        assertThrows(ConfigurationException.class, keys::scale).getMessage());
  }

  @Test
  void errorsOfRatingsThatThereAreNoneOf() {
    RatingKeys rated = keys("prepare.weights=rating");
    rated.require("evaluate.metrics", RMSE, "some", true);
    rated.require("evaluate.metrics", RMSE.withoutRatings(), "ease", false);
    assertEquals(
        "Invalid evaluate.metrics: rmse (expected metrics of lists, such as ndcg@100, or another"
            + " train.recipe: ease predicts no ratings)",
        assertThrows(
                ConfigurationException.class,
                () -> rated.require("evaluate.metrics", RMSE, "ease", false))
            .getMessage());
    assertEquals(
        "Invalid train.stop-by: rmse (expected prepare.weights = rating: with binary there are no"
            + " ratings to compare with)",
        assertThrows(
                ConfigurationException.class,
                () -> keys().require("train.stop-by", RMSE, "some", true))
            .getMessage());
  }
}
