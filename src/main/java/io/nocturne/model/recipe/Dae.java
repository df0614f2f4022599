package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Options;
import io.nocturne.nn.Network;
import io.nocturne.nn.NetworkBuilder;

/**
 * A denoising autoencoder (Vincent et al., "Stacked denoising autoencoders", JMLR 2010, section 3):
 * it is trained to reconstruct a history that was corrupted by dropout, salt or normal noise. items
 * - hidden - code - hidden mirrored - items.
 */
final class Dae extends NetworkRecipe {
  static final String NAME = "dae";

  Dae(Options options) {
    super(NAME, options);
  }

  @Override
  Network network(int items) {
    Activation activation = options().choice("activation", Activation.class);
    NetworkBuilder builder =
        Network.over(items)
            .corrupted(noise())
            .dense(options().widths("hidden"), activation)
            .dense(
                options().integer("code", 1), options().choice("code-activation", Activation.class))
            .code()
            .dense(reversed(options().widths("hidden")), activation);
    return ending(builder);
  }
}
