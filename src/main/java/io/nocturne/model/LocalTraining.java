package io.nocturne.model;

import io.nocturne.math.RunningMean;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Compute;
import io.nocturne.nn.ItemFrequencies;
import io.nocturne.nn.Network;
import io.nocturne.nn.OptimizerState;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.UserState;
import io.nocturne.nn.Worker;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Trains a network by one worker in this JVM: the rounds of {@code
 * io.nocturne.spark.train.Trainer}, one after another.
 */
final class LocalTraining {
  private final Network network;
  private final Plan plan;
  private final SparseRows rows;
  private final ItemFrequencies frequencies;
  private final long seed;
  private final Optional<Validation> validation;
  private final Consumer<String> progress;
  private float[] mean;
  private int averagedRounds;

  /**
   * @param plan for one worker
   * @param frequencies of the columns, with the number of rows
   * @param validation of the network's parameters; empty for none
   */
  LocalTraining(
      Network network,
      Plan plan,
      SparseRows rows,
      ItemFrequencies frequencies,
      long seed,
      Optional<Validation> validation,
      Consumer<String> progress) {
    this.network = network;
    this.plan = plan;
    this.rows = rows;
    this.frequencies = frequencies;
    this.seed = seed;
    this.validation = validation;
    this.progress = progress;
  }

  /**
   * The parameters of the best round by the validation, or of the last one without; behind them the
   * users' vectors if the network has any.
   *
   * @param theta what training begins with; it is changed
   */
  Parameters run(float[] theta, Compute compute) {
    TrainingState state = initial(theta);
    Best<float[]> best = new Best<>(validation.map(Validation::lowerIsBetter).orElse(false));
    try (Worker worker = worker(state, compute)) {
      for (int round = 1; goesOn(state, best); round++) {
        epochs(plan.epochsOfRound(state.epochs()), worker, state);
        float[] model = averaged(state.epochs(), model(state));
        best.take(round, model, measure(state.epochs(), model));
        report(state.epochs(), best);
      }
    }
    return Parameters.ofFlat(best.parameters());
  }

  private boolean goesOn(TrainingState state, Best<float[]> best) {
    return state.epochs() < plan.epochs() && best.validationsSince() < plan.patience();
  }

  private void epochs(int count, Worker worker, TrainingState state) {
    for (int epoch = 0; epoch < count; epoch++) {
      double loss = worker.epoch(seed);
      progress.accept("epoch %d of %d: loss %.4f".formatted(state.epochs(), plan.epochs(), loss));
    }
  }

  /** The mean of the models after each round from some epoch on; before it, the model itself. */
  private float[] averaged(int epoch, float[] model) {
    int from = plan.optimization().averageFromEpoch();
    if (from == 0 || epoch < from) {
      return model;
    }
    averagedRounds++;
    if (averagedRounds == 1) {
      mean = model;
    } else {
      mean = mean.clone(); // the one before may be the best model
      RunningMean.add(mean, model, averagedRounds);
    }
    return mean;
  }

  private OptionalDouble measure(int epoch, float[] model) {
    return validation.isPresent() && plan.isValidatedAfter(epoch)
        ? OptionalDouble.of(validation.get().measure(Parameters.ofFlat(model)))
        : OptionalDouble.empty();
  }

  private void report(int epoch, Best<float[]> best) {
    if (validation.isPresent() && plan.isValidatedAfter(epoch)) {
      progress.accept(
          "best validation %s %.4f, %d validation(s) ago"
              .formatted(validation.get().metric(), best.metric(), best.validationsSince()));
    }
  }

  private TrainingState initial(float[] theta) {
    int length = Math.multiplyExact(rows.rows(), network.userWidth());
    UserState users =
        length == 0
            ? UserState.NONE
            : new UserState(
                network.initializeUsers(seed, 0, 1, length),
                OptimizerState.zero(plan.optimizer(), length));
    OptimizerState optimizer = OptimizerState.zero(plan.optimizer(), theta.length);
    return new TrainingState(theta, optimizer, users, 0, 0);
  }

  private Worker worker(TrainingState state, Compute compute) {
    return new Worker(
        network, plan, rows, frequencies.counts(), frequencies.rows(), state, compute);
  }

  private static float[] model(TrainingState state) {
    float[] theta = state.theta();
    float[] vectors = state.users().vectors();
    float[] all = Arrays.copyOf(theta, Math.addExact(theta.length, vectors.length));
    System.arraycopy(vectors, 0, all, theta.length, vectors.length);
    return all;
  }
}
