package io.nocturne.model.recipe;

import java.util.List;

/** Every recipe in its text form, small enough for a test. */
public final class TestRecipes {
  public static final String EASE = "ease lambda=5 solver=lapack";
  public static final String POPULARITY = "popularity";
  public static final String MULT_DAE =
      "mult-dae activation=tanh code=12 code-activation=tanh dropout=0.3 hidden=none";
  public static final String MULT_VAE =
      "mult-vae activation=tanh anneal-examples=2000 beta=0.2 code=8 dropout=0.3 hidden=16";

  public static final List<String> ALL = List.of(EASE, POPULARITY, MULT_DAE, MULT_VAE);

  private TestRecipes() {}
}
