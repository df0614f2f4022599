package io.nocturne.spark.serve;

import io.nocturne.model.Encoder;
import io.nocturne.model.Generator;
import io.nocturne.model.JacobianEncoder;
import io.nocturne.model.LinearRecommender;
import io.nocturne.model.Popularity;
import io.nocturne.model.Ranker;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.BroadcastParameters;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A model and the popularity of items on every executor: a broadcast for each block. Each JVM opens
 * the model once, whatever the number of tasks.
 */
public final class BroadcastModel implements Serializable {
  private static final long serialVersionUID = 1;

  private final String recipe;
  private final boolean predictsRatings;
  private final int items;
  private final BroadcastParameters parameters;
  private final Broadcast<float[]> popularity;
  private final Broadcast<OncePerJvm<Recommender>> opened;

  /**
   * Sends a model to the executors; {@link #destroy} frees it.
   *
   * @param popularity the training interactions of each item, [items]
   */
  public BroadcastModel(
      JavaSparkContext spark, Recipe recipe, Parameters parameters, float[] popularity) {
    this.recipe = Recipes.text(recipe);
    this.predictsRatings = recipe.predictsRatings();
    this.items = popularity.length;
    this.parameters = new BroadcastParameters(spark, parameters);
    this.popularity = spark.broadcast(popularity);
    this.opened = spark.broadcast(new OncePerJvm<>());
  }

  /** The name of the model's recipe. */
  public String label() {
    return Recipes.parse(recipe).name();
  }

  /** Whether its scores are ratings. */
  public boolean predictsRatings() {
    return predictsRatings;
  }

  /** The number of items that the model knows. */
  public int items() {
    return items;
  }

  /** The model, shared by all tasks of this JVM. */
  Recommender model() {
    return opened.value().get(this::open);
  }

  private Recommender open() {
    return Recipes.parse(recipe).open(items, parameters.value());
  }

  /** The model as an encoder; empty where it has no codes. */
  public Optional<Encoder> encoder() {
    return model() instanceof Encoder encoder ? Optional.of(encoder) : Optional.empty();
  }

  /** The model as a generator; empty where its codes have no distribution to draw from. */
  public Optional<Generator> generator() {
    return model() instanceof Generator generator ? Optional.of(generator) : Optional.empty();
  }

  /** The model as an encoder of one layer; empty if it is not one. */
  Optional<JacobianEncoder> jacobianEncoder() {
    return model() instanceof JacobianEncoder encoder ? Optional.of(encoder) : Optional.empty();
  }

  /** The model as sparse item weights; empty if it does not consist of them. */
  Optional<LinearRecommender> linear() {
    return model() instanceof LinearRecommender linear ? Optional.of(linear) : Optional.empty();
  }

  /** The popularity of the items that the model knows. */
  Popularity popularity() {
    return new Popularity(popularity.value());
  }

  /** How many histories are best ranked together, as {@link Recommender#together}. */
  int together() {
    return model().together();
  }

  /** The same of similar items. */
  int similarTogether() {
    return model().similarity().together();
  }

  /** Returns a ranker for lists of at most {@code n} items; for one task. */
  public Ranker ranker(int n) {
    return new Ranker(model(), popularity(), n);
  }

  /**
   * Returns a ranker for lists of at most {@code n} items; for one task.
   *
   * @param never the items that are in no list
   */
  Ranker ranker(int n, int[] never) {
    return new Ranker(model(), popularity(), n, never);
  }

  /** Returns a ranker for lists of at most {@code n} items similar to an item; for one task. */
  Ranker similarityRanker(int n) {
    return new Ranker(model().similarity(), popularity(), n);
  }

  /** Frees the executors' memory. */
  public void destroy() {
    parameters.destroy();
    popularity.destroy();
    opened.destroy();
  }
}
