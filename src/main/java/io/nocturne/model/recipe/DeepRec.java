package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Options;
import io.nocturne.nn.Network;
import io.nocturne.nn.NetworkBuilder;

/**
 * DeepRec: six layers of SELU units with much dropout on the code; the error counts where there is
 * a rating, and predictions are re-fed (Kuchaiev and Ginsburg, "Training deep autoencoders for
 * collaborative filtering", 2017, sections 2.1, 2.2 and 3.5). It predicts ratings.
 */
final class DeepRec extends NetworkRecipe {
  static final String NAME = "deep-rec";

  DeepRec(Options options) {
    super(NAME, options);
  }

  @Override
  public boolean predictsRatings() {
    return true;
  }

  @Override
  Network network(int items) {
    Activation activation = options().choice("activation", Activation.class);
    NetworkBuilder builder =
        Network.over(items)
            .dense(options().widths("hidden"), activation)
            .dense(options().integer("code", 1), activation)
            .code()
            .dropout(options().share("dropout"))
            .dense(reversed(options().widths("hidden")), activation);
    if (options().flag("re-feeding")) {
      builder.refeeding();
    }
    return builder.squaredObserved(InvertibleActivation.ofOutput(options()), true);
  }
}
