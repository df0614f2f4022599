package io.nocturne.jobs;

import io.nocturne.model.metric.MetricList;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.Evaluation;
import io.nocturne.spark.store.Schemas;
import io.nocturne.spark.store.TableStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Measures the model on what is held out. */
final class EvaluateStep implements Step {
  @Override
  public String label() {
    return "evaluate";
  }

  @Override
  public void run(RunContext run) {
    TableStore tables = run.tables();
    tables.delete("metrics");
    tables.delete("user_metrics");
    BroadcastModel model = ModelOnExecutors.load(run);
    try {
      MetricList metrics = run.settings().metrics();
      Evaluation evaluation =
          new Evaluation(
              tables,
              metrics,
              run.settings().seed(),
              run.settings().configuration().integer("evaluate.bootstrap"),
              run::progress);
      List<Row> validation = evaluation.measure("validation", model);
      List<Row> test = evaluation.measure("test", model);
      if (!validation.isEmpty()) {
        run.report().put("validation", figures(validation, model.label()));
      }
      run.report().put("metrics", figures(test, model.label()));
      run.report().put("popularity", figures(test, "popularity"));
      if (test.isEmpty()) {
        run.progress("nothing is held out for a test: no metrics (see split.kind)");
        return;
      }
      String madeFrom = madeFrom(run);
      tables.write("metrics", test, Schemas.metrics(), madeFrom);
      evaluation.writeUserMetrics(model, madeFrom);
      figures(test, model.label())
          .forEach((name, value) -> run.progress("%s %.4f".formatted(name, value)));
    } finally {
      model.destroy();
    }
  }

  /** The stamp of the metrics: the model and what it was measured on. */
  static String madeFrom(RunContext run) {
    return ModelOnExecutors.hash(run) + "+" + run.tables().info("evaluation").sha256();
  }

  /** The means of one model by the names of the metrics. */
  static Map<String, Double> figures(List<Row> metrics, String model) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Row row : metrics) {
      if (row.getString(0).equals(model)) {
        figures.put(row.getString(1), row.getDouble(2));
      }
    }
    return figures;
  }
}
