package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.nn.Network;
import io.nocturne.nn.layer.ExponentialAverage;

/**
 * A sequence recipe for tests: the code is an exponential average of the items so far, and each
 * position predicts the next item. It must meet the same contract as registered recipes.
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
