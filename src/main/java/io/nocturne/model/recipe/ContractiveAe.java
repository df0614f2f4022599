package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.nn.Network;

/**
 * A contractive autoencoder: the squared Frobenius norm of the encoder's Jacobian is added to the
 * loss (Rifai et al., "Contractive auto-encoders", ICML 2011). items - code - items.
 */
final class ContractiveAe extends NetworkRecipe {
  static final String NAME = "contractive-ae";

  ContractiveAe(Options options) {
    super(NAME, options);
  }

  @Override
  Network network(int items) {
    return ending(
        Network.over(items)
            .corrupted(noise())
            .contractive(options().nonNegative("contraction"))
            .dense(
                options().integer("code", 1), InvertibleActivation.of(options(), "code-activation"))
            .code());
  }
}
