package io.nocturne.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.model.Parameters;
import io.nocturne.model.Recipe;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.store.Publisher;
import io.nocturne.spark.train.ItemCounts;
import io.nocturne.spark.train.ModelStore;
import io.nocturne.spark.train.Training;
import org.apache.spark.api.java.JavaSparkContext;

/** Sends models of a run to the executors. */
final class Models {
  private final RunContext run;
  private float[] popularity;

  Models(RunContext run) {
    this.run = run;
  }

  /** The model that the run has stored. */
  BroadcastModel stored() {
    ModelStore store = run.model();
    Recipe recipe = recipe(store.provenance());
    Publisher.checkChain(
        "model/parameters",
        store.tables().info(ModelStore.PARAMETERS),
        run.tables().info("training").sha256());
    return of(recipe, store.load());
  }

  /** The recipe that the parameters belong to. */
  private Recipe recipe(JsonNode provenance) {
    if (!provenance.path("parameters_sha256").asText().equals(hash(run))) {
      throw new UnusableDataException(
          "The model in %s has the parameters of another training. Run train for this date again"
              .formatted(run.work()));
    }
    try {
      return Recipes.parse(provenance.path("recipe_text").asText());
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException(
          "The model in %s was trained by another version: %s. Run train for this date again"
              .formatted(run.work(), e.getMessage()),
          e);
    }
  }

  /** A model with these parameters. */
  BroadcastModel of(Recipe recipe, Parameters parameters) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(run.spark().sparkContext());
    return new BroadcastModel(spark, recipe, parameters, popularity());
  }

  private float[] popularity() {
    if (popularity == null) {
      popularity =
          ItemCounts.of(Training.rows(run.tables()).javaRDD(), Training.items(run.tables()));
    }
    return popularity;
  }

  /** The content hash of the stored model. */
  static String hash(RunContext run) {
    return run.model().tables().info(ModelStore.PARAMETERS).sha256();
  }
}
