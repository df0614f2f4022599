package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.nn.Network;
import io.nocturne.nn.layer.ExponentialAverage;

/**
 * A recipe of sequences that only tests have: the code is an exponential average of the items so
 * far, and each position predicts the next item. It goes through the same contract as the recipes
 * that are registered.
 */
final class NextItemRecipe extends NetworkRecipe {
  static final String NAME = "next-item";

  NextItemRecipe(Options options) {
    super(NAME, options);
  }

  @Override
  Network network(int items) {
    double share = 1 - options().share("decay");
    return Network.over(items)
        .first(new ExponentialAverage(items, options().integer("code", 1), share))
        .code()
        .nextItems(1)
        .multinomial();
  }
}
