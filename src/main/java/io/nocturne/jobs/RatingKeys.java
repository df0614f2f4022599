package io.nocturne.jobs;

import io.nocturne.jobs.config.Configuration;
import io.nocturne.jobs.config.ConfigurationException;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.RatingScale;
import java.util.List;

/** The keys of predicted ratings, and whether there are any to measure. */
final class RatingKeys {
  private static final String SCALE = "evaluate.rating-scale";

  private final Configuration configuration;

  RatingKeys(Configuration configuration) {
    this.configuration = configuration;
  }

  /** What ratings there can be, and what is predicted where nothing is known. */
  RatingScale scale() {
    List<String> ends = configuration.list(SCALE);
    try {
      if (ends.size() == 2) {
        return new RatingScale(
            finite(ends.get(0)),
            finite(ends.get(1)),
            configuration.number("evaluate.unknown-rating"));
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new ConfigurationException(
        "Invalid %s: %s (expected two numbers, the lowest rating and a higher one, such as [1, 5])"
            .formatted(SCALE, ends));
  }

  private static double finite(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  /**
   * Refuses metrics of ratings where none are predicted, or none are there to compare with.
   *
   * @param key where the metrics stand
   * @param recipe the name of the recipe that is measured
   * @param predictsRatings whether that recipe does
   */
  void require(String key, MetricList metrics, String recipe, boolean predictsRatings) {
    if (!metrics.hasRatings()) {
      return;
    }
    String name = metrics.rating().get(0).label();
    if (!predictsRatings) {
      throw new ConfigurationException(
          "Invalid %s: %s (expected metrics of lists, such as ndcg@100, or another train.recipe: %s predicts no ratings)"
              .formatted(key, name, recipe));
    }
    if (!configuration.text("prepare.weights").equals("rating")) {
      throw new ConfigurationException(
          "Invalid %s: %s (expected prepare.weights = rating: with %s there are no ratings to compare with)"
              .formatted(key, name, configuration.text("prepare.weights")));
    }
  }
}
