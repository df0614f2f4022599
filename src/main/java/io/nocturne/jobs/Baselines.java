package io.nocturne.jobs;

import io.nocturne.model.Recipe;
import io.nocturne.model.metric.MetricList;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.Evaluation;
import io.nocturne.spark.train.InsufficientMemoryException;
import io.nocturne.spark.train.Training;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** The models that the run's model is compared with in an evaluation; popularity is the last. */
final class Baselines {
  private static final String POPULARITY = "popularity";

  private final RunContext run;
  private final Models models;

  Baselines(RunContext run, Models models) {
    this.run = run;
    this.models = models;
  }

  /**
   * Trains and measures each in turn, and returns its rows of the metrics table. One that is too
   * large for this machine is skipped with a message: the run does not depend on it.
   *
   * @param trained the recipe that has been measured already
   */
  List<Row> measure(Evaluation test, String trained) {
    MetricList wanted = run.settings().metrics();
    List<Recipe> recipes = new ArrayList<>(run.settings().training().baselines());
    recipes.removeIf(recipe -> recipe.name().equals(POPULARITY));
    recipes.removeIf(this::isTooLarge);
    recipes.add(run.settings().training().recipe(POPULARITY));
    recipes.removeIf(recipe -> recipe.name().equals(trained));
    // it would be trained without a metric to report
    recipes.removeIf(recipe -> !wanted.hasLists() && !recipe.predictsRatings());
    List<Row> rows = new ArrayList<>();
    recipes.forEach(recipe -> rows.addAll(measure(test, recipe)));
    return rows;
  }

  private boolean isTooLarge(Recipe recipe) {
    int items = Math.toIntExact(run.tables().info("items").rows());
    int max = run.settings().configuration().integer("evaluate.max-baseline-items");
    if (items > max) {
      skip(recipe, "%,d items (evaluate.max-baseline-items: %,d)".formatted(items, max));
    }
    return items > max;
  }

  private void skip(Recipe recipe, String reason) {
    run.progress("skipping baseline %s: %s".formatted(recipe.name(), reason));
  }

  private List<Row> measure(Evaluation test, Recipe recipe) {
    Parameters parameters;
    try {
      parameters =
          new Training(recipe, TrainStep.settings(run), run::progress)
              .run(TrainingRows.of(run.tables()));
    } catch (InsufficientMemoryException e) {
      skip(recipe, e.getMessage());
      return List.of();
    }
    BroadcastModel model = models.of(recipe, parameters);
    try {
      return test.measure(model);
    } finally {
      model.destroy();
    }
  }
}
