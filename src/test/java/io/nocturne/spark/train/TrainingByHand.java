package io.nocturne.spark.train;

import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.UserState;
import io.nocturne.nn.Worker;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.optim.OptimizerState;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.ItemFrequencies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Training in a plain loop, without Spark, rounds or blocks. */
final class TrainingByHand {
  private final Network network;
  private final Plan plan;
  private final SparseRows histories;
  private final ItemFrequencies frequencies;

  TrainingByHand(Network network, Plan plan, SparseRows histories, ItemFrequencies frequencies) {
    this.network = network;
    this.plan = plan;
    this.histories = histories;
    this.frequencies = frequencies;
  }

  private List<BlockArray> initial() {
    return network.initialize(TrainerCase.SEED, frequencies, new ParallelLoop(1));
  }

  private Worker worker(int number, SparseRows shard, TrainingState state) {
    Compute compute = Compute.on(new ParallelLoop(1));
    return new Worker(
        network, plan, number, shard, frequencies.counts(), histories.rows(), state, compute);
  }

  /** All epochs of one worker. */
  float[] serial() {
    TrainingState state = TrainingState.initial(initial(), plan.optimizer());
    try (Worker only = worker(0, histories, state)) {
      for (int epoch = 0; epoch < plan.epochs(); epoch++) {
        only.epoch(TrainerCase.SEED);
      }
    }
    return FlatParameters.of(state);
  }

  /**
   * Averages workers after each epoch. Returns the model, which may be a mean of epochs, followed
   * by the user vectors in the order of the histories.
   */
  float[] averaged() {
    int workers = plan.averaging().workers();
    List<UserState> users = IntStream.range(0, workers).mapToObj(this::users).toList();
    float[] theta = FlatParameters.of(initial());
    float[] model = theta;
    int averagedFrom = plan.optimization().averageFromEpoch();
    double[] velocity = new double[theta.length];
    OptimizerState optimizer = OptimizerState.zero(plan.optimizer(), network.blocks());
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      List<TrainingState> states = new ArrayList<>();
      long[] examples = new long[workers];
      for (int w = 0; w < workers; w++) {
        SparseRows shard = shard(w);
        examples[w] = shard.rows();
        long before = (long) epoch * histories.rows();
        TrainingState state =
            new TrainingState(
                FlatParameters.blocks(network.blocks(), theta),
                optimizer.copy(),
                users.get(w),
                epoch,
                before);
        try (Worker worker = worker(w, shard, state)) {
          worker.epoch(TrainerCase.SEED);
        }
        states.add(state);
      }
      float[] mean = mean(states.stream().map(FlatParameters::of).toList(), examples);
      if (plan.averaging().compensation() == Compensation.MOMENTUM) {
        nesterov(theta, mean, velocity, 1 - 1.0 / workers);
      } else {
        theta = mean;
      }
      boolean goesOn = averagedFrom > 0 && epoch + 1 > averagedFrom;
      model = goesOn ? mean(model, theta, epoch + 2 - averagedFrom) : theta.clone();
      optimizer = optimizer(states.stream().map(TrainingState::optimizer).toList(), examples);
    }
    return withVectors(model, users);
  }

  private UserState users(int worker) {
    int workers = plan.averaging().workers();
    int length = shard(worker).rows() * network.userWidth();
    return network.userWidth() == 0
        ? UserState.NONE
        : UserState.initial(
            network.initializeUsers(TrainerCase.SEED, worker, workers, length),
            network.userWidth(),
            plan.optimizer());
  }

  private float[] withVectors(float[] model, List<UserState> users) {
    int width = network.userWidth();
    float[] all = Arrays.copyOf(model, model.length + histories.rows() * width);
    for (int row = 0; row < histories.rows(); row++) {
      float[] own = users.get(row % users.size()).vectors().floats();
      System.arraycopy(own, row / users.size() * width, all, model.length + row * width, width);
    }
    return all;
  }

  /** The running mean of parameters, updated with those of the n-th averaged epoch. */
  private static float[] mean(float[] before, float[] theta, int n) {
    float[] mean = new float[theta.length];
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (float) (before[k] + ((double) theta[k] - before[k]) / n);
    }
    return mean;
  }

  /** Every V-th history. */
  private SparseRows shard(int worker) {
    SparseRowsBuilder shard = SparseRows.builder(histories.columns());
    for (int row = worker; row < histories.rows(); row += plan.averaging().workers()) {
      int[] items = new int[histories.end(row) - histories.start(row)];
      float[] weights = new float[items.length];
      for (int k = 0; k < items.length; k++) {
        items[k] = histories.index(histories.start(row) + k);
        weights[k] = histories.value(histories.start(row) + k);
      }
      shard.add(items, weights);
    }
    return shard.build();
  }

  /** In doubles, worker by worker, starting from the first one, as 0 + -0 would not be -0. */
  private static float[] mean(List<float[]> arrays, long[] examples) {
    double all = Arrays.stream(examples).sum();
    float[] mean = new float[arrays.get(0).length];
    for (int k = 0; k < mean.length; k++) {
      double sum = examples[0] / all * arrays.get(0)[k];
      for (int w = 1; w < arrays.size(); w++) {
        sum += examples[w] / all * arrays.get(w)[k];
      }
      mean[k] = (float) sum;
    }
    return mean;
  }

  private static void nesterov(float[] theta, float[] mean, double[] velocity, double m) {
    for (int k = 0; k < theta.length; k++) {
      double change = (double) mean[k] - theta[k];
      velocity[k] = (float) (m * velocity[k] + change); // stored as a float
      theta[k] = (float) (theta[k] + change + m * velocity[k]);
    }
  }

  private OptimizerState optimizer(List<OptimizerState> states, long[] examples) {
    Moments moments = plan.averaging().moments();
    long steps = states.stream().mapToLong(OptimizerState::steps).max().orElseThrow();
    Map<String, float[]> means = new HashMap<>();
    for (Moments.Sent array : moments.arrays(network.blocks(), plan.optimizer())) {
      List<float[]> ofWorkers =
          states.stream()
              .map(s -> moments.sent(network.blocks(), plan.optimizer(), s).get(array.name()))
              .toList();
      means.put(array.name(), mean(ofWorkers, examples));
    }
    return moments.received(network.blocks(), plan.optimizer(), means, steps);
  }
}
