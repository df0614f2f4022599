package io.nocturne.spark.train;

import io.nocturne.math.Products;
import io.nocturne.model.Recipe;
import io.nocturne.model.Validation;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.train.checkpoint.Checkpoints;
import io.nocturne.spark.train.cluster.ClusterArithmetic;
import io.nocturne.spark.train.round.Round;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Trains a recipe on a Spark cluster: {@code new Training(recipe, TrainSettings.defaults(spark),
 * System.out::println).run(TrainingRows.of(histories, items))}.
 */
public final class Training {
  private final Recipe recipe;
  private final TrainSettings settings;
  private final TrainingSupport support;
  private final List<Round> rounds = new ArrayList<>();
  private OptionalInt workers = OptionalInt.empty();
  private Optional<String> arithmetic = Optional.empty();
  private Optional<Products> products = Optional.empty();

  /** Creates a training without validation, for all epochs of its plan; it reads no data yet. */
  public Training(Recipe recipe, TrainSettings settings, Consumer<String> progress) {
    this(recipe, settings, Optional.empty(), progress);
  }

  /**
   * Creates a training; it reads no data yet.
   *
   * @param validation what measures a model while it is trained; empty where no users are held out
   */
  public Training(
      Recipe recipe,
      TrainSettings settings,
      Optional<Validation> validation,
      Consumer<String> progress) {
    this.recipe = recipe;
    this.settings = settings;
    this.support =
        new TrainingSupport(
            validation, Optional.empty(), OptionalInt.empty(), new Figures(), progress);
  }

  private Training(Training other, TrainingSupport support) {
    this.recipe = other.recipe;
    this.settings = other.settings;
    this.support = support.with(new Figures());
  }

  /** Returns this training with checkpoints, so that it can resume after its driver was killed. */
  public Training keptIn(Checkpoints checkpoints) {
    return new Training(this, support.with(checkpoints));
  }

  /**
   * Returns this training with the number of workers that {@code train.workers = auto} stands for;
   * without it, that number is measured.
   *
   * @param workers the number of the previous training; empty if there was none
   */
  public Training defaultWorkers(OptionalInt workers) {
    return new Training(this, support.with(workers));
  }

  /** Returns the matrix products of the executors: of one that falls back, if there is any. */
  public static Products products(SparkSession spark) {
    return ClusterArithmetic.products(JavaSparkContext.fromSparkContext(spark.sparkContext()));
  }

  /** The rounds of {@link #run} so far; none for a closed form. */
  public List<Round> rounds() {
    return List.copyOf(rounds);
  }

  /** The number of workers, once known; empty for a closed form. */
  public OptionalInt workers() {
    return workers;
  }

  /** The arithmetic of the executors, once known; empty for a closed form. */
  public Optional<String> arithmetic() {
    return arithmetic;
  }

  /** The BLAS of the executors, once known; empty for a closed form. */
  public Optional<Products> products() {
    return products;
  }

  /** Trains on rows, and returns the parameters. */
  public Parameters run(TrainingRows training) {
    boolean isRatings = recipe.predictsRatings();
    try (ClusterData data =
        new ClusterData(training, recipe.name(), isRatings, settings, support)) {
      return recipe.fit(data);
    }
  }

  private final class Figures implements TrainingLog {
    @Override
    public void started(int count, String kind, Products blas) {
      workers = OptionalInt.of(count);
      arithmetic = Optional.of(kind);
      products = Optional.of(blas);
    }

    @Override
    public void completed(Round round) {
      rounds.add(round);
    }
  }
}
