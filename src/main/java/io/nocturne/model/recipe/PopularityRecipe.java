package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.model.Parameters;
import io.nocturne.model.Popularity;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;

/** Popularity as a model: the baseline of every evaluation. */
public record PopularityRecipe(Options options) implements Recipe {
  static final String NAME = "popularity";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Parameters fit(TrainingData data) {
    return new Parameters(new float[][] {data.itemCounts()});
  }

  @Override
  public Recommender open(int items, Parameters parameters) {
    return new Popularity(parameters.blocks()[0]);
  }
}
