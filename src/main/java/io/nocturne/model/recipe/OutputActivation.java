package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.nn.Activation;

/**
 * The option {@code output-activation}: what turns the last layer's sums into what is predicted.
 */
final class OutputActivation {
  private static final String OPTION = "output-activation";

  private OutputActivation() {}

  /** Swish is refused: an output keeps y alone, and two sums may have one y. */
  static Activation of(Options options) {
    Activation activation = options.choice(OPTION, Activation.class);
    if (!activation.isInvertible()) {
      throw options.invalid(OPTION, "any other activation: it is one of hidden layers only");
    }
    return activation;
  }
}
