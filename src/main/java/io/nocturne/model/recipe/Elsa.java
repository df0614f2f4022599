package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.nn.Network;

/**
 * ELSA: scores = x (A A' - 1) with rows of A of unit length, so that the diagonal is zero, under
 * the distance of directions (Vancura et al., "Scalable linear shallow autoencoder for
 * collaborative filtering", RecSys 2022). Linear in the items, as EASE, without a matrix [items x
 * items].
 */
final class Elsa extends NetworkRecipe {
  static final String NAME = "elsa";

  Elsa(Options options) {
    super(NAME, options);
  }

  @Override
  Network network(int items) {
    return Network.over(items).tiedResidual(options().integer("code", 1));
  }
}
