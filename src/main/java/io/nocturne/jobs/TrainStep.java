package io.nocturne.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.math.Blas;
import io.nocturne.model.Parameters;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.train.TrainSettings;
import io.nocturne.spark.train.Training;

/** Trains the model and stores it with its provenance. */
final class TrainStep implements Step {
  @Override
  public String label() {
    return "train";
  }

  @Override
  public void run(RunContext run) {
    Blas blas = Blas.get();
    blas.fallBackReason()
        .ifPresent(reason -> run.progress("computing with " + blas.name() + ": " + reason));
    TrainSettings settings = run.settings().train(Machine.threads(run.spark()));
    TableInfo training = run.tables().info("training");
    run.progress(
        "%s on %,d users with %s"
            .formatted(settings.recipe().label(), training.rows(), blas.name()));
    Parameters parameters = new Training(settings, run::progress).run(run.tables());
    run.model().save(parameters, provenance(run, settings), training.sha256());
    run.progress("stored %,d parameters".formatted(parameters.size()));
    run.report().put("model", run.model().provenance());
  }

  private static ObjectNode provenance(RunContext run, TrainSettings settings) {
    ObjectNode json = Json.object();
    json.put("recipe", settings.recipe().label());
    json.set("settings", Json.parse(run.settings().configuration().renderJson("train")));
    json.put("items", Training.items(run.tables()));
    json.put("training_users", run.tables().info("training").rows());
    json.put("training_sha256", run.tables().info("training").sha256());
    json.put("items_sha256", run.tables().info("items").sha256());
    json.put("seed", settings.seed());
    json.put("date", run.settings().date().toString());
    json.put("nocturne", Machine.version());
    json.put("spark", run.spark().version());
    json.put("java", System.getProperty("java.runtime.version"));
    json.put("blas", Blas.get().name());
    json.put("cpu", Machine.cpu());
    return json;
  }
}
