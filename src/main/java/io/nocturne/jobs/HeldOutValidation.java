package io.nocturne.jobs;

import io.nocturne.model.Recipe;
import io.nocturne.model.Validation;
import io.nocturne.model.metric.RatingScale;
import io.nocturne.model.metric.RatioMetric;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.MeanMetric;
import io.nocturne.spark.serve.RatingCheck;
import java.util.Optional;

/** Measures a model in training on the users of the validation part. */
final class HeldOutValidation implements Validation {
  private final Models models;
  private final Recipe recipe;
  private final RatioMetric metric;
  private final MeanMetric mean;

  private HeldOutValidation(Models models, Recipe recipe, RatioMetric metric, MeanMetric mean) {
    this.models = models;
    this.recipe = recipe;
    this.metric = metric;
    this.mean = mean;
  }

  /** The validation of a run; empty if nobody is held out for it. */
  static Optional<HeldOutValidation> find(RunContext run, Recipe recipe, RatioMetric metric) {
    RatingScale scale = run.settings().ratings().scale();
    if (metric.needsRatings()) {
      RatingCheck.require(run.tables(), scale);
    }
    MeanMetric mean = MeanMetric.of(run.tables(), "validation", metric, scale);
    if (mean.users() == 0) {
      mean.close();
      return Optional.empty();
    }
    return Optional.of(new HeldOutValidation(run.models(), recipe, metric, mean));
  }

  @Override
  public String metric() {
    return metric.name();
  }

  @Override
  public boolean lowerIsBetter() {
    return metric.lowerIsBetter();
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
