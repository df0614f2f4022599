package io.nocturne.model.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Adds up the errors of one user's predicted ratings. */
public final class RatingErrors implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<RatingMetric> metrics;
  private final RatingScale scale;

  RatingErrors(List<RatingMetric> metrics, RatingScale scale) {
    this.metrics = new ArrayList<>(metrics);
    this.scale = scale;
  }

  /** The sums before any rating, [metrics + 1]: of each metric's errors, and of how many. */
  public double[] none() {
    return new double[metrics.size() + 1];
  }

  /**
   * Adds the errors of ratings that a model has predicted.
   *
   * @param sums what is added to
   * @param scores what the model predicts for some items; clipped to the scale here
   * @param ratings the held-out rating of each of these
   */
  public void addPredicted(double[] sums, float[] scores, float[] ratings) {
    for (int k = 0; k < scores.length; k++) {
      add(sums, scale.clip(scores[k]) - ratings[k]);
    }
  }

  /** Adds the errors of ratings that the default is predicted for, as nothing is known. */
  public void addUnknown(double[] sums, float[] ratings) {
    for (float rating : ratings) {
      add(sums, scale.unknown() - rating);
    }
  }

  private void add(double[] sums, double difference) {
    for (int m = 0; m < metrics.size(); m++) {
      sums[m] += metrics.get(m).error(difference);
    }
    sums[metrics.size()]++;
  }
}
