package io.nocturne.model.recipe;

import io.nocturne.math.linear.GramRule;
import io.nocturne.math.linear.Similarity;
import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.model.linear.SparseEase;
import io.nocturne.model.linear.SparseFit;
import io.nocturne.model.linear.SparseItemWeights;
import io.nocturne.nn.parameter.Parameters;

/** {@link SparseEase} over the most similar items of each. */
public final class SparseEaseRecipe implements Recipe {
  static final String NAME = "sparse-ease";

  private final Options options;
  private final SparseEase solver;
  private final SparseFit fit;

  SparseEaseRecipe(Options options) {
    this.options = options;
    Similarity similarity = new Similarity(options.nonNegative("alpha"), options.flag("centred"));
    this.solver = new SparseEase(options.positive("lambda"), similarity);
    GramRule rule =
        new GramRule(
            options.nonNegative("threshold"), similarity, 0, options.integer("neighbours", 1));
    this.fit =
        new SparseFit(
            "train." + NAME,
            rule,
            options.positive("density"),
            options.integer("longest-history", 0));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public Parameters fit(TrainingData data) {
    return fit.fit(data, solver);
  }

  @Override
  public Recommender open(int items, Parameters parameters) {
    return new SparseItemWeights(items, parameters);
  }
}
