package io.nocturne.spark.train;

import io.nocturne.math.Products;
import io.nocturne.model.Recipe;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Trains a model from the prepared tables. */
public final class Training {
  private final Recipe recipe;
  private final TrainSettings settings;
  private final TrainingSupport support;
  private final List<Round> rounds = new ArrayList<>();
  private OptionalInt workers = OptionalInt.empty();
  private Optional<String> arithmetic = Optional.empty();
  private Optional<Products> products = Optional.empty();

  /**
   * A training; nothing is read yet.
   *
   * @param validation what measures a model while it is trained; empty where nobody is held out
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

  /** The same training, whose rounds are kept so that it can go on when its driver is killed. */
  public Training keptIn(Checkpoints checkpoints) {
    return new Training(this, support.with(checkpoints));
  }

  /**
   * The same training where {@code train.workers = auto} is what it was the last time.
   *
   * @param workers empty if there was none
   */
  public Training likeBefore(OptionalInt workers) {
    return new Training(this, support.with(workers));
  }

  /** The training rows in blocks that do not depend on the cluster. */
  public static Dataset<Row> rows(TableStore tables) {
    TableInfo info = tables.info("training");
    return Blocks.of(tables.read("training"), "row", info.rows());
  }

  /** What executors multiply matrices with: one that falls back, if there is any. */
  public static Products products(SparkSession spark) {
    return ClusterArithmetic.products(JavaSparkContext.fromSparkContext(spark.sparkContext()));
  }

  /** How many items the tables have. */
  public static int items(TableStore tables) {
    return Math.toIntExact(tables.info("items").rows());
  }

  /** The rounds of {@link #run} so far; none for a closed form. */
  public List<Round> rounds() {
    return List.copyOf(rounds);
  }

  /** How many workers learn, once that is known; empty for a closed form. */
  public OptionalInt workers() {
    return workers;
  }

  /** What they compute with, likewise. */
  public Optional<String> arithmetic() {
    return arithmetic;
  }

  /** The BLAS among it, likewise. */
  public Optional<Products> products() {
    return products;
  }

  /** Learns the parameters. */
  public Parameters run(TableStore tables) {
    boolean isRatings = recipe.predictsRatings();
    try (PreparedData data =
        new PreparedData(tables, recipe.name(), isRatings, settings, support)) {
      return recipe.fit(data);
    }
  }

  private final class Figures implements TrainingLog {
    @Override
    public void begun(int count, String kind, Products blas) {
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
