package io.nocturne.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.math.Arithmetic;
import io.nocturne.math.Products;
import io.nocturne.model.Recipe;
import io.nocturne.model.Validation;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.store.DamagedFileException;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.ModelStore;
import io.nocturne.spark.train.TrainSettings;
import io.nocturne.spark.train.Training;
import io.nocturne.spark.train.TrainingFailedException;
import io.nocturne.spark.train.checkpoint.Checkpoints;
import io.nocturne.spark.train.round.Round;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;

/** Trains the model and stores it with its provenance. */
final class TrainStep implements Step {
  /** The folder of a run in the making where the rounds of its training are kept. */
  static final String CHECKPOINTS = "checkpoints";

  @Override
  public String label() {
    return "train";
  }

  @Override
  public void run(RunContext run) {
    Products products = Products.inDoubles(); // before MLlib finds a BLAS of the machine
    Recipe recipe = run.settings().training().recipe();
    run.progress("%s on %,d users".formatted(recipe.name(), run.tables().info("training").rows()));
    if (recipe.isClosedForm()) { // of a network, the executors are asked
      String why = products.isNative() ? "" : "; no OpenBLAS: " + products.fallBack();
      run.progress("computing with " + Arithmetic.inDoubles().text() + why);
    }
    run.model().delete(); // or a training that fails would leave an older model to be published
    train(run, recipe);
    run.report().put("model", run.model().provenance());
  }

  /** The training settings of this run on this machine. */
  static TrainSettings settings(RunContext run) {
    return run.settings().training().settings(run.spark());
  }

  private static void train(RunContext run, Recipe recipe) {
    Checkpoints checkpoints = checkpoints(run);
    if (!run.settings().training().resumes()) {
      checkpoints.delete();
    }
    OptionalInt workersBefore = liveWorkers(run, recipe);
    Optional<HeldOutValidation> validation =
        recipe.isClosedForm()
            ? Optional.empty()
            : HeldOutValidation.find(run, recipe, run.settings().training().stopBy());
    Optional<Validation> measured = validation.map(v -> v);
    Training training =
        new Training(recipe, settings(run), measured, run::progress)
            .keptIn(checkpoints)
            .defaultWorkers(workersBefore);
    try {
      save(run, recipe, training, training.run(TrainingRows.of(run.tables())));
      checkpoints.delete();
    } catch (TrainingFailedException e) {
      e.lastGood().ifPresent(good -> save(run, recipe, training, good));
      checkpoints.delete(); // it would fail in the same way again
      throw e;
    } finally {
      run.report().put("rounds", training.rounds().stream().map(Round::figures).toList());
      BlasReport.put(run, training.products().orElseGet(Products::inDoubles));
      validation.ifPresent(HeldOutValidation::close);
    }
  }

  /** The number of workers that the live model was trained with, if it is of the same recipe. */
  private static OptionalInt liveWorkers(RunContext run, Recipe recipe) {
    Optional<JsonNode> model = liveModel(run);
    if (recipe.isClosedForm()) {
      return OptionalInt.empty();
    }
    return model
        .filter(json -> json.path("recipe_text").asText().equals(Recipes.text(recipe)))
        .filter(json -> json.path("workers").isInt())
        .map(json -> OptionalInt.of(json.path("workers").asInt()))
        .orElse(OptionalInt.empty());
  }

  /** The description of the live model or, if that is damaged, of the one before. */
  private static Optional<JsonNode> liveModel(RunContext run) {
    for (Path published : run.root().published(run::progress)) {
      try {
        Optional<JsonNode> model = new ModelStore(run.spark(), new Path(published, "model")).find();
        if (model.isPresent()) {
          return model;
        }
        run.progress("the live run has no model.json: %s; skipped".formatted(published));
      } catch (DamagedFileException e) {
        run.progress("skipped: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static Checkpoints checkpoints(RunContext run) {
    Map<String, String> identity = new LinkedHashMap<>();
    for (String table : List.of("training", "items", "evaluation")) {
      identity.put("the rows of " + table, run.tables().info(table).sha256());
    }
    identity.put("Nocturne", Machine.version());
    identity.putAll(run.settings().training().identity());
    return new Checkpoints(
        run.spark().sparkContext().hadoopConfiguration(),
        new Path(run.work(), CHECKPOINTS),
        identity,
        run::progress,
        run::requireWork);
  }

  private static void save(
      RunContext run, Recipe recipe, Training training, Parameters parameters) {
    ObjectNode provenance = provenance(run, recipe);
    provenance.put("learnt_with", training.arithmetic().orElseGet(Arithmetic.inDoubles()::text));
    training.workers().ifPresent(workers -> provenance.put("workers", workers));
    run.model().save(parameters, provenance, run.tables().info("training").sha256());
    run.progress("stored %,d parameters".formatted(parameters.size()));
  }

  private static ObjectNode provenance(RunContext run, Recipe recipe) {
    ObjectNode json = Json.object();
    json.put("recipe", recipe.name());
    json.put("recipe_text", Recipes.text(recipe));
    json.set("settings", Json.parse(run.settings().configuration().renderJson("train")));
    json.put("items", run.tables().info("items").rows());
    json.put("training_users", run.tables().info("training").rows());
    json.put("training_sha256", run.tables().info("training").sha256());
    json.put("items_sha256", run.tables().info("items").sha256());
    json.put("seed", run.settings().seed());
    json.put("date", run.settings().date().toString());
    json.put("nocturne", Machine.version());
    json.put("spark", run.spark().version());
    return json;
  }
}
