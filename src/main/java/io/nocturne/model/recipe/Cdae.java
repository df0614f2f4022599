package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Options;
import io.nocturne.nn.Network;
import io.nocturne.nn.NetworkBuilder;

/**
 * CDAE: a denoising autoencoder with a vector for each user in addition to the items; the loss is
 * over the items of a history and some negatives (Wu, DuBois, Zheng and Ester, "Collaborative
 * denoising auto-encoders for top-N recommender systems", WSDM 2016, section 3 and algorithm 1). A
 * training user is scored with their vector; other users are folded in: a vector is trained for
 * their history while the network is frozen.
 */
final class Cdae extends NetworkRecipe {
  static final String NAME = "cdae";

  Cdae(Options options) {
    super(NAME, options);
  }

  /** The losses of the paper's table 1. */
  enum CdaeLoss {
    /** Squared error. */
    SQUARE,
    /** Cross-entropy. */
    LOGISTIC
  }

  @Override
  Network network(int items) {
    NetworkBuilder builder =
        Network.over(items)
            .corrupted(noise())
            .users()
            .negatives(options().positive("negatives"))
            .dense(
                options().integer("code", 1), options().choice("code-activation", Activation.class))
            .code();
    return options().choice("loss", CdaeLoss.class) == CdaeLoss.LOGISTIC
        ? builder.logisticTargets()
        : builder.squaredObserved(InvertibleActivation.ofOutput(options()), false);
  }
}
