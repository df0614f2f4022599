package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.model.linear.Diagonal;
import io.nocturne.model.linear.Ridge;

/**
 * DLAE: the linear denoising autoencoder in expectation, without a requirement of its diagonal: B =
 * (X'X + Lambda)^-1 X'X, Lambda_i = lambda + p / (1 - p) n_i (H. Steck, "Autoencoders that don't
 * overfit towards the Identity", NeurIPS 2020, section 2). Options {@code lambda}, {@code dropout}
 * and those of {@link LinearRecipe}.
 */
public final class Dlae extends LinearRecipe {
  static final String NAME = "dlae";

  Dlae(Options options) {
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
    return Diagonal.FREE;
  }
}
