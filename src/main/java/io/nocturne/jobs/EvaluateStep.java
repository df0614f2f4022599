package io.nocturne.jobs;

import io.nocturne.jobs.settings.RatingKeys;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.PoissonBootstrap;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.CodeFigures;
import io.nocturne.spark.serve.Evaluation;
import io.nocturne.spark.serve.RatingCheck;
import io.nocturne.spark.store.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Measures the model and the baselines on what is held out. */
final class EvaluateStep implements Step {
  /** The field of the report that says if the model is not worth its training. */
  static final String COMPARISON = "comparison";

  private static final String POPULARITY = "popularity";

  @Override
  public String label() {
    return "evaluate";
  }

  @Override
  public void run(RunContext run) {
    run.tables().delete("metrics");
    run.tables().delete("user_metrics");
    Models models = run.models();
    BroadcastModel model = models.stored();
    checkRatings(run, model);
    measureCodes(run, model);
    List<Row> rows = new ArrayList<>();
    try (Evaluation test = evaluation(run, "test")) {
      rows.addAll(measure(run, test, model));
      if (!rows.isEmpty()) {
        rows.addAll(new Baselines(run, models).measure(test, model.label()));
      }
    }
    report(run, rows, model.label());
    BlasReport.putOfExecutors(run);
    if (rows.isEmpty()) {
      run.progress("no test data held out; skipping metrics (see split.kind)");
      return;
    }
    run.tables().write("metrics", rows, Schemas.metrics(), madeFrom(run));
    compare(run, rows, model.label());
  }

  /** Printed last, as the last thing a reader sees. */
  private static void compare(RunContext run, List<Row> rows, String model) {
    Comparison.of(run.settings().gateMetric(), run.settings().metrics())
        .flatMap(comparison -> comparison.sentence(model, rows))
        .ifPresent(
            sentence -> {
              run.report().put(COMPARISON, sentence);
              run.progress(sentence);
            });
  }

  /** The stored model may be another recipe's than the settings say. */
  private static void checkRatings(RunContext run, BroadcastModel model) {
    MetricList metrics = run.settings().metrics();
    RatingKeys keys = run.settings().ratings();
    keys.require("evaluate.metrics", metrics, model.label(), model.predictsRatings());
    if (metrics.hasRatings()) {
      RatingCheck.require(run.tables(), keys.scale());
    }
  }

  /** Reports the effect of penalties on codes, for networks whose encoder is one layer. */
  private static void measureCodes(RunContext run, BroadcastModel model) {
    CodeFigures.of(run.tables(), model)
        .ifPresent(
            figures -> {
              run.report().put("code_near_zero", figures.nearZero());
              run.report().put("jacobian_norm", figures.jacobianNorm());
              run.progress(
                  "codes of %,d training users: code_near_zero %.4f, jacobian_norm %.4g"
                      .formatted(figures.rows(), figures.nearZero(), figures.jacobianNorm()));
            });
  }

  /** Opens the users of a part. */
  private static Evaluation evaluation(RunContext run, String part) {
    Settings settings = run.settings();
    Evaluation evaluation =
        new Evaluation(
            run.tables(),
            part,
            settings.metrics(),
            settings.ratings().scale(),
            new PoissonBootstrap(
                settings.seed(), settings.configuration().integer("evaluate.bootstrap")));
    if (evaluation.users() > 0) {
      run.progress("%s: %,d users".formatted(part, evaluation.users()));
    }
    return evaluation;
  }

  /** Measures the run's model and releases it: memory may not suffice for it and a baseline. */
  private static List<Row> measure(RunContext run, Evaluation test, BroadcastModel model) {
    try {
      validate(run, model);
      return test.measureEach(model, madeFrom(run));
    } finally {
      model.destroy();
    }
  }

  private static void validate(RunContext run, BroadcastModel model) {
    try (Evaluation validation = evaluation(run, "validation")) {
      if (validation.users() > 0) {
        run.report().put("validation", figures(validation.measure(model), model.label()));
      }
    }
  }

  private static void report(RunContext run, List<Row> rows, String recipe) {
    Map<String, Object> baselines = new LinkedHashMap<>();
    for (Row row : rows) {
      String name = row.getString(0);
      if (!name.equals(recipe) && !name.equals(POPULARITY)) {
        baselines.put(name, figures(rows, name));
      }
    }
    run.report().put("metrics", figures(rows, recipe));
    run.report().put("baselines", baselines);
    run.report().put(POPULARITY, figures(rows, POPULARITY));
    figures(rows, recipe).forEach((name, value) -> run.progress("%s %.4f".formatted(name, value)));
  }

  /** The stamp of the metrics: the model and what it was measured on. */
  static String madeFrom(RunContext run) {
    return Models.hash(run) + "+" + run.tables().info("evaluation").sha256();
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
