package io.nocturne.model;

import io.nocturne.nn.parameter.Parameters;
import java.util.function.UnaryOperator;

/** Measures a model during training, on users held out for validation. */
public interface Validation {
  /** The metric's name, such as {@code ndcg@100}. */
  String metric();

  /** Whether the metric is an error, such as {@code rmse}; else larger is better. */
  default boolean lowerIsBetter() {
    return false;
  }

  /** Measures a model with these parameters. */
  double measure(Parameters parameters);

  /** Measures a model whose parameters are the result of {@code finish}. */
  default Validation after(UnaryOperator<Parameters> finish) {
    Validation finished = this;
    return new Validation() {
      @Override
      public String metric() {
        return finished.metric();
      }

      @Override
      public boolean lowerIsBetter() {
        return finished.lowerIsBetter();
      }

      @Override
      public double measure(Parameters parameters) {
        return finished.measure(finish.apply(parameters));
      }
    };
  }
}
