package io.nocturne.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.model.Recipe;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.ModelStore;
import io.nocturne.spark.store.TableInfo;
import org.apache.hadoop.fs.Path;

/** The stored model of a run, checked for consistency. */
final class StoredModel {
  private final ModelStore store;
  private final Path run;

  /**
   * @param run the folder of the run, for messages
   */
  StoredModel(ModelStore store, Path run) {
    this.store = store;
    this.run = run;
  }

  /** The recipe that the parameters belong to. */
  Recipe recipe() {
    JsonNode provenance = store.provenance();
    if (!provenance.path("parameters_sha256").asText().equals(info().sha256())) {
      throw new UnusableDataException(
          "The model in %s does not belong to its parameters, which are of another training. Run train for this date again"
              .formatted(run));
    }
    try {
      return Recipes.parse(provenance.path("recipe_text").asText());
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException(
          "The model in %s was trained by another version: %s. Run train for this date again"
              .formatted(run, e.getMessage()),
          e);
    }
  }

  /** Checks that the model was trained on these items. */
  void requireItems(TableInfo items) {
    if (!store.provenance().path("items_sha256").asText().equals(items.sha256())) {
      throw new UnusableDataException(
          "The model in %s was trained on items that differ from the table items. Run train for this date again"
              .formatted(run));
    }
  }

  /** The description of the table of its parameters. */
  TableInfo info() {
    return store.tables().info(ModelStore.PARAMETERS);
  }

  Parameters load() {
    return store.load();
  }
}
