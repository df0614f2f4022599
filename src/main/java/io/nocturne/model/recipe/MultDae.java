package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Options;
import io.nocturne.nn.Network;
import io.nocturne.nn.batch.Corruption;

/**
 * Mult-DAE: a denoising autoencoder under the multinomial likelihood (Liang, Krishnan, Hoffman and
 * Jebara, "Variational autoencoders for collaborative filtering", WWW 2018, section 2.3). items -
 * code - items, or with hidden layers on both sides of the code, mirrored.
 */
final class MultDae extends NetworkRecipe {
  static final String NAME = "mult-dae";

  MultDae(Options options) {
    super(NAME, options);
  }

  @Override
  Network network(int items) {
    Activation activation = options().choice("activation", Activation.class);
    return Network.over(items)
        .corrupted(new Corruption(true, options().share("dropout")))
        .dense(options().widths("hidden"), activation)
        .dense(options().integer("code", 1), options().choice("code-activation", Activation.class))
        .code()
        .dense(reversed(options().widths("hidden")), activation)
        .multinomial();
  }
}
