package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.model.linear.Diagonal;
import io.nocturne.model.linear.Ridge;

/**
 * RDLAE: EDLAE whose diagonal is at most xi instead of zero (J. Moon, H. Kim and J. Lee, "It's
 * Enough: Relaxing Diagonal Constraints in Linear Autoencoders for Recommendation", SIGIR 2023).
 * Options {@code lambda}, {@code dropout}, {@code diagonal} and those of {@link LinearRecipe}.
 */
public final class Rdlae extends LinearRecipe {
  static final String NAME = "rdlae";

  Rdlae(Options options) {
    super(options);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  Ridge ridge() {
    return new Ridge(options().nonNegative("lambda"), options().share("dropout"), userPower());
  }

  @Override
  Diagonal diagonal() {
    return Diagonal.atMost(options().nonNegative("diagonal"));
  }
}
