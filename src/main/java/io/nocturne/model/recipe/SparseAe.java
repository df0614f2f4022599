package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Options;
import io.nocturne.nn.Network;

/**
 * A sparse autoencoder: the absolute values of the code are added to the loss (Ng, "Sparse
 * autoencoder", 2011; with the L1 norm, Goodfellow et al., "Deep learning", 2016, eq. 14.2 and
 * 14.6). items - code - items.
 */
final class SparseAe extends NetworkRecipe {
  static final String NAME = "sparse-ae";

  SparseAe(Options options) {
    super(NAME, options);
  }

  @Override
  Network network(int items) {
    return ending(
        Network.over(items)
            .corrupted(noise())
            .dense(
                options().integer("code", 1), options().choice("code-activation", Activation.class))
            .code()
            .sparse(options().nonNegative("sparsity")));
  }
}
