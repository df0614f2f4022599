package io.nocturne.jobs;

import io.nocturne.model.Parameters;
import io.nocturne.model.Recipe;
import io.nocturne.model.metric.MetricList;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.MeanMetric;
import io.nocturne.spark.train.ItemCounts;
import io.nocturne.spark.train.Training;
import io.nocturne.spark.train.Validation;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** Measures a model in training on the users of the validation part. */
final class HeldOutValidation implements Validation {
  private final JavaSparkContext spark;
  private final Recipe recipe;
  private final MetricList metric;
  private final MeanMetric mean;
  private final float[] popularity;

  private HeldOutValidation(
      JavaSparkContext spark,
      Recipe recipe,
      MetricList metric,
      MeanMetric mean,
      float[] popularity) {
    this.spark = spark;
    this.recipe = recipe;
    this.metric = metric;
    this.mean = mean;
    this.popularity = popularity;
  }

  /** The validation of a run; empty where nobody is held out for it. */
  static Optional<HeldOutValidation> find(RunContext run, Recipe recipe, MetricList metric) {
    MeanMetric mean = MeanMetric.of(run.tables(), "validation", metric);
    if (mean.users() == 0) {
      mean.close();
      return Optional.empty();
    }
    float[] popularity =
        ItemCounts.of(Training.rows(run.tables()).javaRDD(), Training.items(run.tables()));
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    return Optional.of(new HeldOutValidation(spark, recipe, metric, mean, popularity));
  }

  @Override
  public String metric() {
    return metric.ranking().get(0).name();
  }

  @Override
  public double measure(Parameters parameters) {
    BroadcastModel model = new BroadcastModel(spark, recipe, parameters, popularity);
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
