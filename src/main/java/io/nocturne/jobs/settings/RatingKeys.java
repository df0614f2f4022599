package io.nocturne.jobs.settings;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.model.Recipe;
import io.nocturne.model.metric.Metric;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.RatingScale;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The keys of predicted ratings, and whether there are any to measure. */
public final class RatingKeys {
  private static final String SCALE = "evaluate.rating-scale";
  private static final String WEIGHTS = "prepare.weights";

  private final Configuration configuration;

  public RatingKeys(Configuration configuration) {
    this.configuration = configuration;
  }

  /** The rating scale, with the prediction where nothing is known. */
  public RatingScale scale() {
    List<String> ends = configuration.list(SCALE);
    try {
      if (ends.size() == 2) {
        double least = finite(ends.get(0));
        double most = finite(ends.get(1));
        OptionalDouble unknown = configuration.numberOrNone("evaluate.unknown-rating");
        return new RatingScale(least, most, unknown.orElse(least / 2 + most / 2));
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

  /** Whether the ratings that a recipe predicts go down to zero or below. */
  boolean hasNonPositive(Recipe recipe) {
    return recipe.predictsRatings()
        && configuration.text(WEIGHTS).equals("rating")
        && scale().least() <= 0;
  }

  /** Checks that the prepared tables have ratings if the recipe predicts ratings. */
  void requireRatings(Recipe recipe) {
    String weights = configuration.text(WEIGHTS);
    if (recipe.predictsRatings() && !weights.equals("rating")) {
      throw new ConfigurationException(
          "Invalid %s: %s (expected rating: %s predicts ratings)"
              .formatted(WEIGHTS, weights, recipe.name()));
    }
  }

  /**
   * Checks that metrics of ratings are used only where ratings are predicted. Where some are, there
   * are ratings to compare with: {@link #requireRatings} has seen to that.
   *
   * @param key the key of the metrics
   * @param recipe the name of the recipe that is measured
   * @param predictsRatings whether that recipe does
   */
  public void require(String key, MetricList metrics, String recipe, boolean predictsRatings) {
    Optional<Metric> ofRatings = metrics.firstOfRatings();
    if (ofRatings.isPresent() && !predictsRatings) {
      throw new ConfigurationException(
          "Invalid %s: %s (expected metrics of lists, such as ndcg@100, or another train.recipe: %s predicts no ratings)"
              .formatted(key, ofRatings.get().name(), recipe));
    }
  }
}
