package io.nocturne.model.recipe;

import io.nocturne.math.SparseRows;
import io.nocturne.model.ItemWeights;
import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.model.linear.BestOfColumns;
import io.nocturne.model.linear.Diagonal;
import io.nocturne.model.linear.LinearAutoencoder;
import io.nocturne.model.linear.LinearPlan;
import io.nocturne.model.linear.Ridge;
import io.nocturne.model.linear.RidgeInverse;
import io.nocturne.model.linear.SparseItemWeights;
import io.nocturne.model.linear.SymmetricWeights;
import io.nocturne.nn.parameter.Parameters;

/**
 * A linear autoencoder in closed form over all pairs of items; options {@code item-power}, {@code
 * user-power} and {@code weights-per-item}.
 */
abstract class LinearRecipe implements Recipe {
  /** What makes an exact solution smaller. */
  static final String REMEDY =
      "leave rare items out with prepare.min-item-interactions, or set train.recipe = sparse-ease";

  private static final String WEIGHTS_PER_ITEM = "weights-per-item";

  private final Options options;
  private final double itemPower;
  private final double userPower;

  /** How many of the weights that make up an item's score are kept; 0 for all. */
  private final int weightsPerItem;

  LinearRecipe(Options options) {
    this.options = options;
    this.itemPower = power(options, "item-power");
    this.userPower = power(options, "user-power");
    this.weightsPerItem = options.has(WEIGHTS_PER_ITEM) ? options.integer(WEIGHTS_PER_ITEM, 0) : 0;
  }

  /** A model that was stored before there was normalisation has no such option. */
  private static double power(Options options, String name) {
    return options.has(name) ? options.nonNegative(name) : 0;
  }

  @Override
  public final Options options() {
    return options;
  }

  /** The power of the rows' lengths that their weights are divided by. */
  final double userPower() {
    return userPower;
  }

  /** The matrix to invert. */
  abstract Ridge ridge();

  /** What is required of the diagonal of the weights. */
  abstract Diagonal diagonal();

  @Override
  public Parameters fit(TrainingData data) {
    if (weightsPerItem > 0) {
      BestOfColumns.require(data.items(), weightsPerItem);
    }
    LinearPlan plan = LinearPlan.of(data);
    plan.announce(data, "refused");
    data.requireMemory(plan.bytes(), REMEDY);
    Parameters all = LinearAutoencoder.parameters(solve(data), diagonal(), itemPower);
    return weightsPerItem == 0 ? all : best(data, all);
  }

  private Parameters best(TrainingData data, Parameters all) {
    SymmetricWeights dense = new SymmetricWeights(data.items(), all);
    SparseRows best = BestOfColumns.of(dense, weightsPerItem, data.threads());
    double pairs = (double) data.items() * data.items();
    data.progress()
        .accept(
            "keeping the %,d largest weights of each item: %,d of %,.0f (%.2f %%)"
                .formatted(weightsPerItem, best.nonZeros(), pairs, 100 * best.nonZeros() / pairs));
    return SparseItemWeights.parameters(best);
  }

  /** The inverse. */
  RidgeInverse solve(TrainingData data) {
    return RidgeInverse.of(data, ridge());
  }

  /** Opens what {@link #fit} gives, or the matrix of weights itself, whoever computed it. */
  @Override
  public Recommender open(int items, Parameters parameters) {
    if (parameters.has(SymmetricWeights.INVERSE)) {
      return new SymmetricWeights(items, parameters);
    }
    return parameters.has(ItemWeights.BLOCK)
        ? new ItemWeights(items, parameters)
        : new SparseItemWeights(items, parameters);
  }
}
