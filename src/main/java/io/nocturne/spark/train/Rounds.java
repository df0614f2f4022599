package io.nocturne.spark.train;

import io.nocturne.model.Best;
import io.nocturne.model.Validation;
import io.nocturne.nn.Plan;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.train.cost.RoundCost;
import io.nocturne.spark.train.round.Round;
import io.nocturne.spark.train.round.RoundResult;
import io.nocturne.spark.train.round.RoundRunner;
import io.nocturne.spark.train.state.BlockLayout;
import io.nocturne.spark.train.state.ModelBlocks;
import io.nocturne.spark.train.state.StateBlocks;
import io.nocturne.spark.train.state.WeightAverage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/** Counts and validates the rounds, keeps the best one, and decides when to stop. */
final class Rounds {
  private final Plan plan;
  private final TrainingSupport support;
  private final Optional<IntFunction<RoundCost>> costs;
  private final Consumer<String> progress;
  private final LongSupplier nanos;
  private final long start;
  private final Best<List<byte[]>> best;
  private final WeightAverage average;
  private final ModelBlocks models;
  private BlockLayout layout;
  private int completed;
  private int epochs;
  private int epochsBefore;

  /**
   * @param models assembles a model from its blocks
   * @param costs predicts the cost of a round by its number of epochs; empty where no cost was
   *     measured
   * @param nanos a clock, to estimate the time left
   */
  Rounds(
      Plan plan,
      ModelBlocks models,
      TrainingSupport support,
      Optional<IntFunction<RoundCost>> costs,
      LongSupplier nanos) {
    this.plan = plan;
    this.models = models;
    this.average = new WeightAverage(plan.optimization().averageFromEpoch());
    this.support = support;
    this.costs = costs;
    this.progress = support.progress();
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.best = new Best<>(support.validation().map(Validation::lowerIsBetter).orElse(false));
  }

  /** Resumes after rounds that another process has completed. */
  void restore(int rounds, int epochsDone, BlockLayout ofState) {
    layout = ofState;
    completed = rounds;
    epochs = epochsDone;
    epochsBefore = epochsDone;
  }

  /** Whether another round follows. */
  boolean hasNext() {
    boolean patient = best.validationsSince() < plan.patience();
    if (epochs < plan.epochs() && !patient) {
      progress.accept(
          "stopped after %d validations without a better %s (train.patience)"
              .formatted(best.validationsSince(), support.validation().orElseThrow().metric()));
    }
    return epochs < plan.epochs() && patient;
  }

  /** The number of the next round, from 1 on. */
  int next() {
    return completed + 1;
  }

  /** The number of epochs of the next round: fewer if validation or the end comes sooner. */
  int epochsOfNext() {
    return plan.epochsOfRound(epochs);
  }

  /**
   * Throws if a worker has failed in a round.
   *
   * @throws TrainingFailedException with the best of the rounds before; without it in a stage, as
   *     the parameters of a stage are not a model
   */
  void requireSuccess(RoundResult result) {
    if (result.failure().isEmpty()) {
      return;
    }
    String of = support.stage().map(" of %s"::formatted).orElse("");
    boolean none = best.round() == 0 || support.stage().isPresent();
    throw new TrainingFailedException(
        "Round %d%s: %s. %s".formatted(next(), of, result.failure().get(), kept()),
        none ? null : best());
  }

  private String kept() {
    if (support.stage().isPresent()) {
      return "A stage before the last training leaves no model";
    }
    return best.round() == 0
        ? "No round was completed"
        : "Round %d is kept as the model".formatted(best.round());
  }

  /** Records a round and the state after it. */
  void completed(RoundRunner.Outcome outcome, StateBlocks state) {
    completed++;
    int epochsOfRound = state.epochs() - epochs;
    epochs = state.epochs();
    layout = state.layout();
    long before = nanos.getAsLong();
    OptionalDouble metric = measure(state);
    double validation = (nanos.getAsLong() - before) * 1e-9;
    Round round =
        Round.of(
            support.stage(),
            completed,
            epochs,
            metric,
            outcome,
            validation,
            costs.map(of -> of.apply(epochsOfRound)));
    support.log().completed(round);
    progress.accept(
        "round %d (epoch %d of %d): %s%s, at most %s left"
            .formatted(
                completed,
                epochs,
                plan.epochs(),
                round.text(),
                metric.isPresent() ? shown(metric.getAsDouble()) : "",
                left()));
  }

  /** Measures the model after a round: the mean of rounds where averaging is on. */
  private OptionalDouble measure(StateBlocks state) {
    List<byte[]> model = average.take(epochs, state.model());
    OptionalDouble metric = OptionalDouble.empty();
    if (support.validation().isPresent() && plan.isValidatedAfter(epochs)) {
      Parameters parameters = models.open(layout, model);
      metric = OptionalDouble.of(support.validation().get().measure(parameters));
    }
    best.take(completed, model, metric);
    return metric;
  }

  private String shown(double metric) {
    String name = support.validation().orElseThrow().metric();
    if (Double.isNaN(metric)) {
      return ", validation %s is not a number".formatted(name);
    }
    return ", validation %s %.4f (best %.4f, round %d)"
        .formatted(name, metric, best.metric(), best.round());
  }

  private String left() {
    double seconds = (nanos.getAsLong() - start) * 1e-9; // with validation and transport
    long left = Math.round(seconds / (epochs - epochsBefore) * (plan.epochs() - epochs));
    return left < 120 ? left + " s" : (left + 30) / 60 + " min";
  }

  /** The number of completed rounds. */
  int rounds() {
    return completed;
  }

  Best<List<byte[]>> bestSoFar() {
    return best;
  }

  WeightAverage average() {
    return average;
  }

  /** The parameters of the best round. */
  Parameters best() {
    return models.open(layout, best.parameters());
  }
}
