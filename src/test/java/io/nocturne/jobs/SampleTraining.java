package io.nocturne.jobs;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.model.Descent;
import io.nocturne.model.Parameters;
import io.nocturne.model.Side;
import io.nocturne.model.TrainingData;
import io.nocturne.model.sample.HeldOutSample;
import io.nocturne.nn.Compute;
import io.nocturne.nn.ItemFrequencies;
import io.nocturne.nn.Network;
import io.nocturne.nn.OptimizerState;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.UserState;
import io.nocturne.nn.Worker;
import io.nocturne.spark.train.TrainSettings;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Trains on the sample in this JVM, by one worker: validated every {@code epochs-per-validation}
 * epochs, and ended by {@code patience}, by {@code epochs}, or once the metric is high enough.
 */
final class SampleTraining implements TrainingData {
  private final SparseRows rows;
  private final float[] itemCounts;
  private final TrainSettings settings;
  private final ToDoubleFunction<Parameters> validation;
  private final double enough;
  private double best = Double.NEGATIVE_INFINITY;
  private int epochs;

  /**
   * @param validation the metric of a model in training
   * @param enough the metric that ends it
   */
  SampleTraining(
      HeldOutSample sample,
      TrainSettings settings,
      ToDoubleFunction<Parameters> validation,
      double enough) {
    this.rows = sample.training();
    this.itemCounts = sample.itemCounts();
    this.settings = settings;
    this.validation = validation;
    this.enough = enough;
  }

  /** The best metric of any validation. */
  double best() {
    return best;
  }

  /** How many epochs the last training had. */
  int epochs() {
    return epochs;
  }

  @Override
  public Parameters descend(Descent descent) {
    Network network = descent.network();
    Plan plan = settings.plan();
    if (descent.stage().isPresent()) {
      plan = plan.stage(descent.epochs().orElseThrow(), plan.sampled());
    }
    TrainingState state = state(descent, plan);
    try (ParallelLoop loop = new ParallelLoop(settings.threads());
        Worker worker =
            new Worker(network, plan, rows, itemCounts, users(), state, Compute.on(loop))) {
      train(worker, plan, state, descent);
    }
    return descent.finish().apply(parameters(state));
  }

  private TrainingState state(Descent descent, Plan plan) {
    Network network = descent.network();
    float[] theta = descent.initial().orElseGet(() -> initial(network)).flat();
    int length = users() * network.userWidth();
    UserState users =
        new UserState(
            network.initializeUsers(settings.seed(), 0, 1, length),
            OptimizerState.zero(plan.optimizer(), length));
    OptimizerState shared = OptimizerState.zero(plan.optimizer(), theta.length);
    return new TrainingState(theta, shared, users, 0, 0);
  }

  private void train(Worker worker, Plan plan, TrainingState state, Descent descent) {
    int without = 0;
    for (epochs = 0; epochs < plan.epochs(); ) {
      worker.epoch(settings.seed());
      epochs++;
      if (descent.stage().isEmpty() && epochs % plan.epochsPerValidation() == 0) {
        double metric = validation.applyAsDouble(descent.finish().apply(parameters(state)));
        without = metric > best ? 0 : without + 1;
        best = Math.max(best, metric);
        if (best >= enough || without == plan.patience()) {
          return;
        }
      }
    }
  }

  /** The vectors of users are stored behind the network's parameters. */
  private static Parameters parameters(TrainingState state) {
    float[] vectors = state.users().vectors();
    float[] all = Arrays.copyOf(state.theta(), state.theta().length + vectors.length);
    System.arraycopy(vectors, 0, all, state.theta().length, vectors.length);
    return Parameters.ofFlat(all);
  }

  @Override
  public Parameters initial(Network network) {
    ItemFrequencies frequencies = ItemFrequencies.of(itemCounts, users());
    try (ParallelLoop loop = new ParallelLoop(settings.threads())) {
      return Parameters.ofFlat(network.initialize(settings.seed(), frequencies, loop));
    }
  }

  @Override
  public int items() {
    return rows.columns();
  }

  @Override
  public int users() {
    return rows.rows();
  }

  @Override
  public float[] itemCounts() {
    return itemCounts;
  }

  @Override
  public SymmetricTiles gram() {
    SymmetricTiles gram = new SymmetricTiles(items());
    for (int row = 0; row < rows.rows(); row++) {
      for (int a = rows.start(row); a < rows.end(row); a++) {
        for (int b = rows.start(row); b <= a; b++) {
          gram.add(rows.index(a), rows.index(b), rows.value(a) * rows.value(b));
        }
      }
    }
    return gram;
  }

  @Override
  public float[] codes(Side side, Network network, Parameters parameters) {
    throw new UnsupportedOperationException(
        "Only recipes that predict ratings ask for codes; these make lists");
  }

  @Override
  public int threads() {
    return settings.threads();
  }

  @Override
  public Consumer<String> progress() {
    return line -> {};
  }

  @Override
  public void requireMemory(long bytes, String remedy) {}
}
