package io.nocturne.nn;

import io.nocturne.math.Activation;
import java.util.function.Function;

/** Every loss that a network can have. */
enum Endings {
  MULTINOMIAL(NetworkBuilder::multinomial),
  SQUARED(builder -> builder.squared(Activation.IDENTITY)),
  SQUARED_SIGMOID(builder -> builder.squared(Activation.SIGMOID)),
  CROSS_ENTROPY(NetworkBuilder::crossEntropy),
  COSINE(NetworkBuilder::cosine),
  OBSERVED(builder -> builder.squaredObserved(Activation.IDENTITY, false)),
  OBSERVED_SIGMOID_PER_TARGET(builder -> builder.squaredObserved(Activation.SIGMOID, true));

  private final Function<NetworkBuilder, Network> ending;

  Endings(Function<NetworkBuilder, Network> ending) {
    this.ending = ending;
  }

  Network of(NetworkBuilder builder) {
    return ending.apply(builder);
  }
}
