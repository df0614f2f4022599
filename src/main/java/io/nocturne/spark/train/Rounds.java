package io.nocturne.spark.train;

import io.nocturne.model.Parameters;
import io.nocturne.nn.Plan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Counts the rounds, measures each, keeps the best one, and says when it is enough. */
final class Rounds {
  private final Plan plan;
  private final Optional<Validation> validation;
  private final LongSupplier nanos;
  private final Consumer<Round> log;
  private final Consumer<String> progress;
  private List<byte[]> best = List.of();
  private double bestMetric = Double.NEGATIVE_INFINITY;
  private int bestRound;
  private int completed;
  private int epochs;
  private String machine = "";
  private final long start;

  /**
   * @param nanos a clock, to tell what is left
   * @param log is told the figures of each round
   */
  Rounds(
      Plan plan,
      Optional<Validation> validation,
      LongSupplier nanos,
      Consumer<Round> log,
      Consumer<String> progress) {
    this.plan = plan;
    this.validation = validation;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.log = log;
    this.progress = progress;
  }

  /** Whether there is another round to come. */
  boolean goOn() {
    boolean patient = validation.isEmpty() || completed - bestRound < plan.patience();
    if (epochs < plan.epochs() && !patient) {
      progress.accept(
          "stopped after %d rounds without a better %s (train.patience)"
              .formatted(completed - bestRound, validation.get().metric()));
    }
    return epochs < plan.epochs() && patient;
  }

  /** How many epochs the next round has: the last one may have fewer. */
  int epochsOfNext() {
    return Math.min(plan.epochsPerRound(), plan.epochs() - epochs);
  }

  /**
   * Takes in a round and returns the state after it.
   *
   * @throws TrainingFailedException if the round has failed
   */
  StateBlocks completed(RoundResult result) {
    RoundReport report = result.report();
    if (report.failure().isPresent()) {
      throw new TrainingFailedException(
          "Round %d: %s. %s"
              .formatted(
                  completed + 1,
                  report.failure().get(),
                  best.isEmpty()
                      ? "No round was completed"
                      : "Round %d is kept as the model".formatted(bestRound)),
          best.isEmpty() ? null : best());
    }
    StateBlocks state = result.state();
    completed++;
    epochs = state.epochs();
    if (!report.machine().equals(machine)) {
      machine = report.machine();
      progress.accept("learning with " + machine);
    }
    OptionalDouble metric = measure(state);
    log.accept(
        new Round(
            completed,
            epochs,
            report.loss(),
            metric,
            report.seconds(),
            report.examplesPerSecond(),
            machine));
    progress.accept(
        "round %d of %d (epoch %d of %d): loss %.3f%s, %,.0f examples/s, at most %s left"
            .formatted(
                completed,
                1 + (plan.epochs() - 1) / plan.epochsPerRound(),
                epochs,
                plan.epochs(),
                report.loss(),
                metric.isPresent() ? shown(metric.getAsDouble()) : "",
                report.examplesPerSecond(),
                left()));
    return state;
  }

  /**
   * Without a validation the last round is the best; there is one even if no metric is a number.
   */
  private OptionalDouble measure(StateBlocks state) {
    if (validation.isEmpty()) {
      best = state.parameters();
      bestRound = completed;
      return OptionalDouble.empty();
    }
    double metric = validation.get().measure(StateBlocks.opened(state.parameters()));
    if (metric > bestMetric || best.isEmpty()) {
      bestMetric = Double.isNaN(metric) ? bestMetric : metric;
      bestRound = completed;
      best = state.parameters();
    }
    return OptionalDouble.of(metric);
  }

  private String shown(double metric) {
    if (Double.isNaN(metric)) {
      return ", validation %s is not a number".formatted(validation.get().metric());
    }
    return ", validation %s %.4f (best %.4f, round %d)"
        .formatted(validation.get().metric(), metric, bestMetric, bestRound);
  }

  private String left() {
    double seconds = (nanos.getAsLong() - start) * 1e-9; // with validation and transport
    long left = Math.round(seconds / epochs * (plan.epochs() - epochs));
    return left < 120 ? left + " s" : (left + 30) / 60 + " min";
  }

  /** The parameters of the best round. */
  Parameters best() {
    return StateBlocks.opened(best);
  }
}
