package io.nocturne.jobs;

import io.nocturne.model.Parameters;
import io.nocturne.model.Recipe;
import io.nocturne.model.Validation;
import io.nocturne.model.metric.MetricList;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.MeanMetric;
import io.nocturne.spark.serve.RatingCheck;
import java.util.Optional;

/** Measures a model in training on the users of the validation part. */
final class HeldOutValidation implements Validation {
  private final Models models;
  private final Recipe recipe;
  private final MetricList metric;
  private final MeanMetric mean;

  private HeldOutValidation(Models models, Recipe recipe, MetricList metric, MeanMetric mean) {
    this.models = models;
    this.recipe = recipe;
    this.metric = metric;
    this.mean = mean;
  }

  /** The validation of a run; empty where nobody is held out for it. */
  static Optional<HeldOutValidation> find(RunContext run, Recipe recipe, MetricList metric) {
    if (metric.hasRatings()) {
      RatingCheck.require(run.tables(), run.settings().ratings().scale());
    }
    MeanMetric mean = MeanMetric.of(run.tables(), "validation", metric);
    if (mean.users() == 0) {
      mean.close();
      return Optional.empty();
    }
    return Optional.of(new HeldOutValidation(new Models(run), recipe, metric, mean));
  }

  @Override
  public String metric() {
    return metric.hasRatings() ? metric.rating().get(0).label() : metric.ranking().get(0).name();
  }

  @Override
  public boolean lowerIsBetter() {
    return metric.hasRatings();
  }

  @Override
  public double measure(Parameters parameters) {
    BroadcastModel model = models.of(recipe, parameters);
    try {
      return mean.of(model);
    } finally {
      model.destroy();
    }
  }

  void close() {
    mean.close();
  }
}
