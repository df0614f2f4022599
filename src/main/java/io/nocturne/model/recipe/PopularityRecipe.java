package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.model.Popularity;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import java.util.List;

/** Popularity as a model: the baseline of every evaluation. */
public record PopularityRecipe(Options options) implements Recipe {
  static final String NAME = "popularity";

  /** How many users have each item, [items]. */
  private static final String BLOCK = "item.counts";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Parameters fit(TrainingData data) {
    float[] counts = data.itemCounts();
    BlockShape shape = BlockShape.derived(BLOCK, RowsOf.ITEMS, counts.length, 1);
    return new Parameters(List.of(Parameters.floats(shape, counts)));
  }

  @Override
  public Recommender open(int items, Parameters parameters) {
    return new Popularity(parameters.floats(BLOCK).flat());
  }
}
