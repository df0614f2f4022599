package io.nocturne.research;

import io.nocturne.jobs.bench.Figures;
import io.nocturne.model.Recipe;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.TrainSettings;
import io.nocturne.spark.train.Training;
import io.nocturne.spark.train.rows.GramMatrix;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares the linear autoencoder with tied weights, trained by gradient descent for all its
 * epochs, with its optimum, the eigen-solution, on all held-out users of the prepared tables
 * together.
 */
public final class LinearBench {
  private final TableStore tables;
  private final Recipe recipe;
  private final TrainSettings settings;
  private final Consumer<String> progress;

  /**
   * @param recipe linear-ae with tied weights, no noise and no normalization, as otherwise the
   *     optimum differs
   * @throws IllegalArgumentException for any other recipe
   */
  public LinearBench(
      TableStore tables, Recipe recipe, TrainSettings settings, Consumer<String> progress) {
    boolean hasOptimum =
        recipe.name().equals("linear-ae")
            && recipe.options().flag("tied")
            && !recipe.options().flag("normalize")
            && recipe.options().nonNegative("noise") == 0;
    if (!hasOptimum) {
      throw new IllegalArgumentException(
          "Invalid train.recipe: %s %s (expected linear-ae with tied = true, normalize = false and noise = 0)"
              .formatted(recipe.name(), recipe.options()));
    }
    this.tables = tables;
    this.recipe = recipe;
    this.settings = settings;
    this.progress = progress;
  }

  /** Trains the model, computes the solution and measures both. */
  public Figures run() {
    TrainingRows rows = TrainingRows.of(tables);
    int items = rows.items();
    int rank = recipe.options().integer("code", 1);
    long start = System.nanoTime();
    EigenSolution solution = EigenSolution.of(GramMatrix.of(rows.inBlocks(), items), rank);
    double solving = secondsSince(start);
    progress.accept("the eigen-solution took %.1f s".formatted(solving));
    start = System.nanoTime();
    Parameters trained = new Training(recipe, settings, progress).run(rows);
    double training = secondsSince(start);
    HeldOut heldOut = new HeldOut(tables);
    float[] weights = trained.floats("encoder.weights").flat();
    return new Figures(
            "linear-ae, code %d, %,d items, %d epochs"
                .formatted(rank, items, settings.plan().epochs()))
        .put("captured variance, eigen-solution", solution.captured())
        .put("captured variance, trained", solution.captured(weights))
        .put("ndcg@100, eigen-solution", ndcg(heldOut, parameters(items, rank, solution.weights())))
        .put("ndcg@100, trained", ndcg(heldOut, trained))
        .put("largest principal angle, radians", solution.largestAngle(weights))
        .put("seconds, eigen-solution", solving)
        .put("seconds, trained", training);
  }

  private static Parameters parameters(int items, int rank, float[] weights) {
    BlockShape shape = BlockShape.weights("encoder.weights", RowsOf.ITEMS, items, rank);
    return new Parameters(List.of(Parameters.floats(shape, weights)));
  }

  private double ndcg(HeldOut heldOut, Parameters parameters) {
    return heldOut.measure(recipe.open(TrainingRows.of(tables).items(), parameters)).stream()
        .mapToDouble(HeldOut.Measured::all)
        .average()
        .orElse(Double.NaN);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
