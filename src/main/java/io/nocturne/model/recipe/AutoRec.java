package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.nn.Activation;
import io.nocturne.nn.Network;

/**
 * AutoRec: a user's ratings, or an item's, through one hidden layer; the error counts where there
 * is a rating (Sedhain et al., "AutoRec: autoencoders meet collaborative filtering", WWW 2015, eq.
 * 1 and 2). It predicts ratings.
 */
final class AutoRec extends NetworkRecipe {
  static final String NAME = "auto-rec";

  AutoRec(Options options) {
    super(NAME, options);
  }

  @Override
  public boolean predictsRatings() {
    return true;
  }

  @Override
  Network network(int columns) {
    return Network.over(columns)
        .dense(options().integer("code", 1), options().choice("activation", Activation.class))
        .code()
        .squaredObserved(options().choice("output-activation", Activation.class), false);
  }
}
