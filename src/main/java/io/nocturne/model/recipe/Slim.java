package io.nocturne.model.recipe;

import io.nocturne.math.linear.GramRule;
import io.nocturne.math.linear.Similarity;
import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.model.linear.SlimColumns;
import io.nocturne.model.linear.SparseFit;
import io.nocturne.model.linear.SparseItemWeights;
import io.nocturne.nn.parameter.Parameters;

/** {@link SlimColumns} over the items of the largest cosine with each. */
public final class Slim implements Recipe {
  static final String NAME = "slim";

  private final Options options;
  private final SlimColumns solver;
  private final SparseFit fit;

  Slim(Options options) {
    this.options = options;
    double l1 = options.nonNegative("l1");
    double l2 = options.nonNegative("l2");
    if (l1 + l2 == 0) {
      throw options.invalid("l2", "more than 0, as l1 is 0");
    }
    this.solver = new SlimColumns(l1, l2, options.flag("non-negative"));
    GramRule rule =
        new GramRule(
            options.nonNegative("threshold"),
            new Similarity(1, false),
            0,
            options.integer("neighbours", 1));
    this.fit = new SparseFit("train." + NAME, rule, 1, options.integer("longest-history", 0));
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
