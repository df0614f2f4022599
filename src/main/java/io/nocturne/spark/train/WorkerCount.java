package io.nocturne.spark.train;

import io.nocturne.nn.Network;
import io.nocturne.spark.train.cluster.WholeExecutors;
import io.nocturne.spark.train.cost.CostModel;
import io.nocturne.spark.train.cost.CostProbe;
import io.nocturne.spark.train.cost.MachineConstants;
import io.nocturne.spark.train.cost.RoundCost;
import io.nocturne.spark.train.cost.WorkersChoice;
import io.nocturne.spark.train.rows.Shards;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;

/** Chooses the number of workers, and predicts the cost of their rounds. */
final class WorkerCount {
  private final JavaSparkContext spark;
  private final Network network;
  private final TrainSettings settings;
  private final Shards shards;
  private final TrainingSupport support;

  /**
   * @param settings with 0 workers if their number is to be chosen
   */
  WorkerCount(
      JavaSparkContext spark,
      Network network,
      TrainSettings settings,
      Shards shards,
      TrainingSupport support) {
    this.spark = spark;
    this.network = network;
    this.settings = settings;
    this.shards = shards;
    this.support = support;
  }

  /** The settings with a number of workers, and the cost model if one was measured. */
  record Found(TrainSettings settings, Optional<CostModel> costs) {}

  /**
   * Returns the configured number, even if it does not pay; else that of the checkpoint to resume
   * from; else that of the previous training; else the fastest by measured costs.
   *
   * @param checkpoint the number of workers of the checkpoint, if there is one
   */
  Found find(OptionalInt checkpoint) {
    int given = settings.plan().averaging().workers();
    int executors = WholeExecutors.count(spark.sc());
    int before = checkpoint.orElse(support.workersBefore().orElse(0));
    int wanted = given > 0 ? given : before;
    if (wanted == 0 && executors == 1) {
      support.progress().accept("1 worker: there is 1 executor");
    }
    if (wanted == 1 || wanted == 0 && executors == 1) {
      return new Found(settings.withWorkers(1), Optional.empty()); // there is nothing to send
    }
    CostModel costs = costs(executors);
    if (wanted > 0) {
      warn(costs, wanted, executors);
      return new Found(settings.withWorkers(wanted), Optional.of(costs));
    }
    WorkersChoice choice = costs.choose();
    support.progress().accept(choice.why());
    return new Found(settings.withWorkers(choice.workers()), Optional.of(costs));
  }

  private void warn(CostModel costs, int workers, int executors) {
    RoundCost cost = costs.round(workers);
    support
        .progress()
        .accept(
            "%d workers on %d executor(s): a round should take %.2f s (%s), an epoch is %.2f times as fast as with 1 worker"
                .formatted(workers, executors, cost.total(), cost, costs.speedUp(workers)));
  }

  private CostModel costs(int executors) {
    MachineConstants constants =
        new CostProbe(
                spark,
                executors,
                settings.executorThreads(),
                rdd -> WholeExecutors.place(rdd, settings.isLocal(), settings.executorThreads()))
            .run();
    return new CostModel(
        network, settings.plan(), shards.users(), shards.entries(), constants, executors);
  }
}
