package io.nocturne.model;

import io.nocturne.math.Compute;
import io.nocturne.math.RunningMean;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.UserState;
import io.nocturne.nn.Worker;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.nn.parameter.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Trains a network with one worker in this JVM: the rounds of {@code
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
  private Parameters mean;
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
   * The parameters of the best round by the validation, or of the last one without, with the users'
   * vectors if the network has any.
   *
   * @param parameters the initial parameters; changed in place
   */
  Parameters run(List<BlockArray> parameters, Compute compute) {
    TrainingState state = initial(parameters);
    Best<Parameters> best = new Best<>(validation.map(Validation::lowerIsBetter).orElse(false));
    try (Worker worker = worker(state, compute)) {
      for (int round = 1; goesOn(state, best); round++) {
        epochs(plan.epochsOfRound(state.epochs()), worker, state);
        Parameters model = averaged(state.epochs(), model(state));
        best.take(round, model, measure(state.epochs(), model));
        report(state.epochs(), best);
      }
    }
    return best.parameters();
  }

  private boolean goesOn(TrainingState state, Best<Parameters> best) {
    return state.epochs() < plan.epochs() && best.validationsSince() < plan.patience();
  }

  private void epochs(int count, Worker worker, TrainingState state) {
    for (int epoch = 0; epoch < count; epoch++) {
      double loss = worker.epoch(seed);
      progress.accept("epoch %d of %d: loss %.4f".formatted(state.epochs(), plan.epochs(), loss));
    }
  }

  /** The mean of the models after each round from some epoch on; before it, the model itself. */
  private Parameters averaged(int epoch, Parameters model) {
    int from = plan.optimization().averageFromEpoch();
    if (from == 0 || epoch < from) {
      return model;
    }
    averagedRounds++;
    mean = averagedRounds == 1 ? model : moved(model);
    return mean;
  }

  /** A new mean: the one before may be the best model. */
  private Parameters moved(Parameters model) {
    List<Block> blocks = new ArrayList<>();
    for (Block block : mean.blocks()) {
      String name = block.shape().name();
      float[] moved = mean.floats(name).flat().clone();
      RunningMean.add(moved, model.floats(name).flat(), averagedRounds);
      blocks.add(Parameters.floats(block.shape(), moved));
    }
    return new Parameters(blocks);
  }

  private OptionalDouble measure(int epoch, Parameters model) {
    return validation.isPresent() && plan.isValidatedAfter(epoch)
        ? OptionalDouble.of(validation.get().measure(model))
        : OptionalDouble.empty();
  }

  private void report(int epoch, Best<Parameters> best) {
    if (validation.isPresent() && plan.isValidatedAfter(epoch)) {
      progress.accept(
          "best validation %s %.4f, %d validation(s) ago"
              .formatted(validation.get().metric(), best.metric(), best.validationsSince()));
    }
  }

  private TrainingState initial(List<BlockArray> parameters) {
    OptimizerState optimizer = OptimizerState.zero(plan.optimizer(), network.blocks());
    return new TrainingState(parameters, optimizer, users(), 0, 0);
  }

  private UserState users() {
    int length = Math.multiplyExact(rows.rows(), network.userWidth());
    return length == 0
        ? UserState.NONE
        : UserState.initial(
            network.initializeUsers(seed, 0, 1, length), network.userWidth(), plan.optimizer());
  }

  private Worker worker(TrainingState state, Compute compute) {
    return new Worker(
        network, plan, rows, frequencies.counts(), frequencies.rows(), state, compute);
  }

  /** Copies parameters, as training continues to change them. */
  private Parameters model(TrainingState state) {
    List<BlockArray> arrays = new ArrayList<>(state.parameters());
    if (network.userWidth() > 0) {
      arrays.add(state.users().vectors());
    }
    List<Block> blocks = new ArrayList<>();
    for (BlockArray array : arrays) {
      blocks.add(Parameters.floats(array.shape(), array.floats().clone()));
    }
    return new Parameters(blocks);
  }
}
