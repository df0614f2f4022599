package io.nocturne.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nocturne.spark.serve.Gate;
import io.nocturne.spark.serve.ListFigures;
import io.nocturne.spark.serve.ServedUsers;
import io.nocturne.spark.store.ContentHash;
import io.nocturne.spark.store.IndexStore;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.store.LiveRun;
import io.nocturne.spark.store.Publisher;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Verifies the run, checks it against the gate, and publishes it. */
final class PublishStep implements Step {
  /** Runs with equal values of these settings are comparable. */
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

  private static final List<String> EXTRAS = List.of("model", "configuration", IndexStore.FOLDER);

  @Override
  public String label() {
    return "publish";
  }

  @Override
  public void run(RunContext run) {
    Optional<LiveRun> live = LiveRun.find(run.root(), run::progress);
    if (live.isPresent() && isPublished(live.get(), run)) {
      run.progress("the run of this date is already published");
      run.report().put("run", live.get().path().toString());
      run.report().writeTo(null); // the run has its report
      run.clearWork();
      return;
    }
    RunIntegrity.check(run);
    ObjectNode figures = figures(run);
    new Gate(run.settings().gate())
        .check(figures, live.map(other -> other.manifest().json().path("figures")));
    ObjectNode about = Json.object();
    about.put("nocturne", Machine.version());
    about.put(
        "configuration_sha256", ContentHash.ofText(run.settings().configuration().identity()));
    about.set("figures", figures);
    run.requireWork();
    int keep = run.settings().configuration().integer("publish.keep");
    Path published =
        new Publisher(run.root(), keep, run::progress)
            .publish(run.settings().date(), run.tables(), EXTRAS, about, run.clock().millis());
    run.clearWork();
    run.published(published);
  }

  /**
   * Whether there is nothing left to publish. A job that was killed just after it had published
   * leaves the internal tables: then the live run must be the one that was made from them.
   */
  private static boolean isPublished(LiveRun live, RunContext run) {
    TableStore tables = run.tables();
    JsonNode manifest = live.manifest().json();
    if (!live.isWhole()
        || !manifest.path("date").asText().equals(run.settings().date().toString())
        || tables.has("items")
        || tables.has("quarantine")
        || tables.has("recommendations")) {
      return false;
    }
    return !tables.has("histories")
        || tables
            .at(live.path())
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
    if (tables.has(ServedUsers.TABLE)) {
      figures.put("served_users", tables.info(ServedUsers.TABLE).rows());
    }
    if (tables.has("metrics")) {
      List<Row> metrics =
          tables.rows("metrics", Schemas.metrics().fieldNames()).collect().stream()
              .map(RowFactory::create)
              .toList();
      String model = run.model().provenance().path("recipe").asText();
      figures.set("metrics", Json.of(EvaluateStep.figures(metrics, model)));
      figures.set("popularity", Json.of(EvaluateStep.figures(metrics, "popularity")));
    }
    ListFigures.of(tables).forEach((name, value) -> figures.set(name, Json.of(value)));
    figures.put("measured_on", run.settings().configuration().identity(MEASURED_ON));
    return figures;
  }
}
