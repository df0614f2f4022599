package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Options;

/** Activations where y alone is kept: swish is refused, as it is not invertible. */
final class InvertibleActivation {
  private InvertibleActivation() {}

  /** The option {@code output-activation}: what turns the last sums into what is predicted. */
  static Activation ofOutput(Options options) {
    return of(options, "output-activation");
  }

  static Activation of(Options options, String option) {
    Activation activation = options.choice(option, Activation.class);
    if (!activation.isInvertible()) {
      throw options.invalid(option, "any other activation: this one is not invertible");
    }
    return activation;
  }
}
