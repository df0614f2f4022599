package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Options;
import io.nocturne.nn.Network;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.layer.Annealing;

/**
 * Mult-VAE: a variational autoencoder under the multinomial likelihood, with an annealed weight
 * beta of the KL term (Liang, Krishnan, Hoffman and Jebara, "Variational autoencoders for
 * collaborative filtering", WWW 2018, sections 2.1 and 2.2). items - hidden - code - hidden
 * mirrored - items; the code is the mean.
 */
final class MultVae extends NetworkRecipe {
  static final String NAME = "mult-vae";

  MultVae(Options options) {
    super(NAME, options);
  }

  @Override
  Network network(int items) {
    Activation activation = options().choice("activation", Activation.class);
    Annealing annealing =
        new Annealing(options().nonNegative("beta"), options().integer("anneal-examples", 0));
    return Network.over(items)
        .corrupted(new Corruption(true, options().share("dropout")))
        .dense(options().widths("hidden"), activation)
        .gaussianCode(options().integer("code", 1), annealing)
        .dense(reversed(options().widths("hidden")), activation)
        .multinomial();
  }
}
