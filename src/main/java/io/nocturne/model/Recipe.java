package io.nocturne.model;

import java.util.Locale;

/** The kinds of models, by the names under which configurations and stored models know them. */
public enum Recipe {
  /** {@link Ease}. */
  EASE {
    @Override
    public Recommender open(int items, Parameters parameters) {
      return new ItemWeights(items, parameters.blocks());
    }
  },
  /** {@link Popularity}. */
  POPULARITY {
    @Override
    public Recommender open(int items, Parameters parameters) {
      return new Popularity(parameters.blocks()[0]);
    }
  };

  /** The model that these parameters are, over so many items. */
  public abstract Recommender open(int items, Parameters parameters);

  /** The name, such as {@code ease}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The recipe of that name. */
  public static Recipe named(String label) {
    for (Recipe recipe : values()) {
      if (recipe.label().equals(label)) {
        return recipe;
      }
    }
    throw new IllegalArgumentException("Unknown recipe: " + label);
  }
}
