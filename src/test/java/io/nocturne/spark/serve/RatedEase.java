package io.nocturne.spark.serve;

import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.parameter.Parameters;

/** Weights from item to item whose sums are taken for ratings. */
public final class RatedEase implements Recipe {
  private final Recipe ease = Recipes.parse(TestRecipes.EASE);

  @Override
  public String name() {
    return ease.name();
  }

  @Override
  public Options options() {
    return ease.options();
  }

  @Override
  public boolean predictsRatings() {
    return true;
  }

  @Override
  public Parameters fit(TrainingData data) {
    return ease.fit(data);
  }

  @Override
  public Recommender open(int items, Parameters parameters) {
    return ease.open(items, parameters);
  }
}
