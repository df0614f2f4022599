package io.nocturne.jobs;

import io.nocturne.model.Recipe;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.store.Publisher;
import io.nocturne.spark.train.ItemCounts;
import io.nocturne.spark.train.ModelStore;
import io.nocturne.spark.train.Training;
import org.apache.spark.api.java.JavaSparkContext;

/** Loads the run's model and sends it to the executors. */
final class ModelOnExecutors {
  private ModelOnExecutors() {}

  static BroadcastModel load(RunContext run) {
    ModelStore store = run.model();
    Recipe recipe = Recipes.parse(store.provenance().get("recipe_text").asText());
    Publisher.checkChain(
        "model/parameters",
        store.tables().info(ModelStore.PARAMETERS),
        run.tables().info("training").sha256());
    float[] popularity =
        ItemCounts.of(Training.rows(run.tables()).javaRDD(), Training.items(run.tables()));
    return new BroadcastModel(
        JavaSparkContext.fromSparkContext(run.spark().sparkContext()),
        recipe,
        store.load(),
        popularity);
  }

  /** The content hash of the stored model. */
  static String hash(RunContext run) {
    return run.model().tables().info(ModelStore.PARAMETERS).sha256();
  }
}
