package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.nn.Network;
import io.nocturne.nn.batch.Corruption;

/**
 * RecVAE: a variational autoencoder with a composite prior and a densely connected encoder, whose
 * encoder and decoder are trained alternately (Shenbin, Alekseev, Tutubalina, Malykh and Nikolenko,
 * "RecVAE: a new variational autoencoder for top-N recommendations with implicit feedback", WSDM
 * 2020, sections 3.2 to 3.6 and 4.4). items - stages - code - items; the code is the mean. One
 * epoch of the paper is {@code encoder-epochs} + {@code decoder-epochs} epochs.
 */
final class RecVae extends NetworkRecipe {
  static final String NAME = "rec-vae";
  private static final int STAGES = 5;

  RecVae(Options options) {
    super(NAME, options);
  }

  @Override
  Network network(int items) {
    return Network.over(items)
        .corrupted(new Corruption(true, options().share("dropout")))
        .denselyConnected(options().integer("hidden", 1), STAGES)
        .compositeCode(options().integer("code", 1), options().nonNegative("gamma"))
        .alternating(options().integer("encoder-epochs", 1), options().integer("decoder-epochs", 1))
        .multinomial();
  }
}
