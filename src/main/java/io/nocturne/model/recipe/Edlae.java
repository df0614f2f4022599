package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.model.linear.Diagonal;
import io.nocturne.model.linear.Ridge;

/**
 * EDLAE: the linear denoising autoencoder with a zero diagonal, trained with dropout on its inputs
 * in expectation: P = (X'X + Lambda)^-1, Lambda_i = lambda + p / (1 - p) n_i, B_ij = -P_ij / P_jj
 * (H. Steck, "Autoencoders that don't overfit towards the Identity", NeurIPS 2020, eq. 8 to 10).
 * Options {@code lambda}, {@code dropout} and those of {@link LinearRecipe}.
 */
public final class Edlae extends LinearRecipe {
  static final String NAME = "edlae";

  Edlae(Options options) {
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
    return Diagonal.ZERO;
  }
}
