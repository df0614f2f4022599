package io.nocturne.spark.train;

import io.nocturne.nn.parameter.Parameters;

/** Measures a model while it is trained, on users who are held out for that. */
public interface Validation {
  /** The metric's name, such as {@code ndcg@100}. */
  String metric();

  /** Whether the metric is an error, such as {@code rmse}; else larger is better. */
  default boolean lowerIsBetter() {
    return false;
  }

  /** The metric of a model with these parameters. */
  double measure(Parameters parameters);
}
