package io.nocturne.spark.train;

import io.nocturne.model.Validation;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.Plan;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.round.Round;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Trains like the job, with small settings. */
public final class TestTraining {
  /** One worker, with validations half-way and at the end. */
  public static final Plan PLAN =
      Plan.defaults()
          .with(Averaging.ALONE)
          .withEpochs(40)
          .withEpochsPerValidation(20)
          .withBatch(16)
          .withLearningRate(.01);

  private final List<String> messages = new ArrayList<>();
  private Plan plan = PLAN;
  private int threads = 2;
  private long seed = 42;
  private Optional<Validation> validation = Optional.empty();
  private Training training;

  public TestTraining plan(Plan other) {
    plan = other;
    return this;
  }

  public TestTraining threads(int count) {
    threads = count;
    return this;
  }

  public TestTraining seed(long other) {
    seed = other;
    return this;
  }

  public TestTraining validation(Validation with) {
    validation = Optional.of(with);
    return this;
  }

  /** Trains a recipe in its text form. */
  public Parameters run(String recipe, TableStore tables) {
    TrainSettings settings = new TrainSettings(plan, threads, seed);
    training = new Training(Recipes.parse(recipe), settings, validation, messages::add);
    return training.run(TrainingRows.of(tables));
  }

  /** The rounds of the last training. */
  List<Round> rounds() {
    return training.rounds();
  }

  /** The progress messages. */
  public List<String> messages() {
    return messages;
  }
}
