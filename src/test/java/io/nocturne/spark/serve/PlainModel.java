package io.nocturne.spark.serve;

import io.nocturne.math.SplitMix64;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.parameter.Parameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * An item x item model of small whole weights, which floats add exactly in any order, ranked in the
 * plainest way.
 */
final class PlainModel {
  private final float[] b;
  private final float[] popularity;

  PlainModel(long seed, float[] popularity) {
    this.popularity = popularity;
    SplitMix64 random = new SplitMix64(seed);
    b = new float[popularity.length * popularity.length];
    for (int k = 0; k < b.length; k++) {
      b[k] = random.nextInt(9) - 3;
    }
  }

  BroadcastModel broadcast() {
    return broadcast(TestRecipes.EASE, FlatParameters.one("item.weights", popularity.length, b));
  }

  /** The popularity beside it, as a model of its own. */
  BroadcastModel broadcastPopularity() {
    return broadcast(TestRecipes.POPULARITY, FlatParameters.one("item.counts", 1, popularity));
  }

  private BroadcastModel broadcast(String recipe, Parameters parameters) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    return new BroadcastModel(
        JavaSparkContext.fromSparkContext(spark.sparkContext()),
        Recipes.parse(recipe),
        parameters,
        popularity);
  }

  /** The score of an item for a history of weights 1; for none the item's popularity. */
  float score(List<Integer> history, int item) {
    if (history.isEmpty()) {
      return popularity[item];
    }
    float score = 0;
    for (int met : history) {
      score += b[met * popularity.length + item];
    }
    return score;
  }

  /** All items but the masked ones, best first, ties by index. */
  List<Integer> ranked(List<Integer> history, Set<Integer> masked) {
    List<Integer> items = new ArrayList<>(IntStream.range(0, popularity.length).boxed().toList());
    items.removeAll(masked);
    items.sort(
        Comparator.<Integer>comparingDouble(item -> -score(history, item))
            .thenComparing(item -> item));
    return items;
  }
}
