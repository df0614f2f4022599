package io.nocturne.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.spark.serve.Gate;
import io.nocturne.spark.serve.ListFigures;
import io.nocturne.spark.store.ContentHash;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.Manifest;
import io.nocturne.spark.store.Publisher;
import io.nocturne.spark.store.TableStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** Verifies the run, lets the gate decide, and publishes it. */
final class PublishStep implements Step {
  /** Runs that agree in these settings are measured alike, and so may be compared. */
  private static final List<String> MEASURED_ON =
      List.of(
          "input.path",
          "input.columns",
          "time-zone",
          "seed",
          "prepare",
          "split",
          "evaluate.rating-scale",
          "evaluate.unknown-rating");

  private static final List<String> EXTRAS = List.of("model", "configuration");

  @Override
  public String label() {
    return "publish";
  }

  @Override
  public void run(RunContext run) {
    Optional<Path> current = run.root().current();
    Optional<JsonNode> live =
        current.flatMap(path -> Manifest.find(run.root().files(), path)).map(Manifest::json);
    if (live.isEmpty() && current.isPresent()) {
      run.progress(
          "CURRENT names a run that is not there: %s. There is nothing to compare with"
              .formatted(current.get()));
    }
    if (live.isPresent() && isPublished(live.get(), current.get(), run)) {
      run.progress("the run of this date is published already");
      run.report().put("run", current.get().toString());
      run.report().writeTo(null); // the run has its report
      clearWork(run);
      return;
    }
    RunIntegrity.check(run);
    ObjectNode figures = figures(run);
    new Gate(run.settings().gate()).check(figures, live.map(manifest -> manifest.path("figures")));
    ObjectNode about = Json.object();
    about.put("nocturne", Machine.version());
    about.put(
        "configuration_sha256", ContentHash.ofText(run.settings().configuration().identity()));
    about.set("figures", figures);
    int keep = run.settings().configuration().integer("publish.keep");
    Path published =
        new Publisher(run.root(), keep, run::progress)
            .publish(run.settings().date(), run.tables(), EXTRAS, about, run.clock().millis());
    run.published(published);
    clearWork(run);
  }

  private static void clearWork(RunContext run) {
    try {
      run.root().files().delete(run.work());
    } catch (IOException e) {
      run.progress("published, but cannot clear %s: %s".formatted(run.work(), e.getMessage()));
    }
  }

  /**
   * Whether there is nothing left to publish. A job that was killed just after it had published
   * leaves the internal tables: then the live run must be the one that was made from them.
   */
  private static boolean isPublished(JsonNode live, Path current, RunContext run) {
    TableStore tables = run.tables();
    if (!live.path("date").asText().equals(run.settings().date().toString())
        || tables.has("items")
        || tables.has("quarantine")
        || tables.has("recommendations")) {
      return false;
    }
    return !tables.has("histories")
        || tables
            .at(current)
            .info("recommendations")
            .madeFrom()
            .endsWith("+" + tables.info("histories").sha256());
  }

  private static ObjectNode figures(RunContext run) {
    TableStore tables = run.tables();
    ObjectNode figures = Json.object();
    figures.put("users", tables.info("users").rows());
    figures.put("items", tables.info("items").rows());
    figures.put("log_users", tables.info("histories").rows());
    if (tables.has("metrics")) {
      List<Row> metrics = tables.read("metrics").collectAsList();
      String model = run.model().provenance().get("recipe").asText();
      figures.set("metrics", Json.of(EvaluateStep.figures(metrics, model)));
      figures.set("popularity", Json.of(EvaluateStep.figures(metrics, "popularity")));
    }
    ListFigures.of(tables.read("recommendations"))
        .forEach((name, value) -> figures.set(name, Json.of(value)));
    figures.put("measured_on", run.settings().configuration().identity(MEASURED_ON));
    return figures;
  }
}
