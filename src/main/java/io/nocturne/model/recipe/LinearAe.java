package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Options;
import io.nocturne.nn.Network;
import io.nocturne.nn.NetworkBuilder;

/**
 * A linear autoencoder under the squared error (Baldi and Hornik, "Neural networks and principal
 * component analysis", 1989). Tied, x W W', its optimum spans the leading eigenvectors of X'X:
 * principal components without centring, so that a history's zeros stay zeros: the first of them
 * follows what most users have. That holds without noise and normalisation. Untied, encoder and
 * decoder have separate weights and biases.
 */
final class LinearAe extends NetworkRecipe {
  static final String NAME = "linear-ae";

  LinearAe(Options options) {
    super(NAME, options);
  }

  @Override
  Network network(int items) {
    int code = options().integer("code", 1);
    NetworkBuilder corrupted = Network.over(items).corrupted(noise());
    return options().flag("tied")
        ? corrupted.tied(code)
        : corrupted.dense(code, Activation.IDENTITY).code().squared(Activation.IDENTITY);
  }
}
