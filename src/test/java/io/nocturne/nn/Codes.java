package io.nocturne.nn;

import io.nocturne.math.Activation;
import io.nocturne.nn.layer.Annealing;
import java.util.function.UnaryOperator;

/** Every kind of code that a network can have, with 3 units. */
enum Codes {
  PLAIN(builder -> builder.dense(5, Activation.SWISH).dense(3, Activation.TANH).code()),
  FIRST_LAYER(builder -> builder.dense(3, Activation.SIGMOID).code()),
  GAUSSIAN(builder -> builder.dense(5, Activation.TANH).gaussianCode(3, new Annealing(.8, 40))),
  COMPOSITE(builder -> builder.denselyConnected(4, 3).compositeCode(3, .2));

  private final UnaryOperator<NetworkBuilder> code;

  Codes(UnaryOperator<NetworkBuilder> code) {
    this.code = code;
  }

  NetworkBuilder in(NetworkBuilder builder) {
    return code.apply(builder);
  }
}
