package io.nocturne.model.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far predicted ratings are from those that were held out, in the unit of the ratings; smaller
 * is better. One figure over all held-out ratings together, not a mean of users' figures, as of the
 * Netflix Prize: Herlocker et al., "Evaluating Collaborative Filtering Recommender Systems", TOIS
 * 2004; Bennett and Lanning, "The Netflix Prize", KDD Cup 2007.
 */
public enum RatingMetric {
  /** Root mean squared error: the root of the mean of (predicted - rating)^2. */
  RMSE {
    @Override
    double error(double difference) {
      return difference * difference;
    }

    @Override
    public double of(double mean) {
      return Math.sqrt(mean);
    }
  },

  /** Mean absolute error: the mean of |predicted - rating|. */
  MAE {
    @Override
    double error(double difference) {
      return Math.abs(difference);
    }

    @Override
    public double of(double mean) {
      return mean;
    }
  };

  /** The name, such as {@code rmse}; there is no cut-off. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(RatingMetric::label).toList();
  }

  /** The metric of that name; empty for any other name. */
  public static Optional<RatingMetric> find(String name) {
    return Arrays.stream(values()).filter(metric -> metric.label().equals(name)).findFirst();
  }

  /** What one rating adds to the sum. */
  abstract double error(double difference);

  /** The figure by the mean of the errors over all ratings. */
  public abstract double of(double mean);
}
