package io.nocturne.spark.train;

import io.nocturne.math.Arithmetic;
import io.nocturne.math.ParallelLoop;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.train.checkpoint.Checkpoint;
import io.nocturne.spark.train.checkpoint.CheckpointMismatchException;
import io.nocturne.spark.train.cluster.Cleanup;
import io.nocturne.spark.train.cluster.GroupedCollect;
import io.nocturne.spark.train.cluster.WholeExecutors;
import io.nocturne.spark.train.cost.CostModel;
import io.nocturne.spark.train.cost.RoundCost;
import io.nocturne.spark.train.round.RoundFailedException;
import io.nocturne.spark.train.round.RoundOrder;
import io.nocturne.spark.train.round.RoundRunner;
import io.nocturne.spark.train.rows.Shard;
import io.nocturne.spark.train.rows.Shards;
import io.nocturne.spark.train.state.BlockLayout;
import io.nocturne.spark.train.state.ModelBlocks;
import io.nocturne.spark.train.state.OuterMomentum;
import io.nocturne.spark.train.state.StateBlocks;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * The one distributed loop. A round is one Spark job: the state goes out in blocks, each worker
 * trains on its shard for some epochs, the results go block by block to reducers, which average
 * them in the order of the workers, and the means come back. The state of the driver changes only
 * when a round has succeeded; a retried task starts from the same state and random numbers, and
 * ends in the same result. So the model depends on the number of workers, but not on the machines
 * they run on.
 */
final class Trainer {
  private final Network network;
  private final TrainSettings settings;
  private final Optional<CostModel> costs;
  private final String arithmetic;
  private final TrainingSupport support;
  private final Shards shards;
  private final ItemFrequencies frequencies;
  private Optional<Parameters> start = Optional.empty();

  /**
   * @param found the settings with a number of workers
   * @param arithmetic the arithmetic of all executors
   * @param frequencies of the items in the rows of all shards
   */
  Trainer(
      Network network,
      WorkerCount.Found found,
      Arithmetic arithmetic,
      TrainingSupport support,
      Shards shards,
      ItemFrequencies frequencies) {
    this.network = network;
    this.settings = found.settings();
    this.costs = found.costs();
    this.arithmetic = arithmetic.text();
    this.support = support;
    this.shards = shards;
    this.frequencies = frequencies;
  }

  /**
   * Trains, and returns the parameters of the best round by validation, or of the last round
   * without validation.
   *
   * @param checkpoint the checkpoint to resume from, or null; the reference is cleared
   * @throws CheckpointMismatchException if the checkpoint was trained with other settings
   * @throws TrainingFailedException if it diverges
   * @throws RoundFailedException if a round fails in every attempt
   */
  Parameters run(AtomicReference<Checkpoint> checkpoint) {
    return run(Optional.empty(), checkpoint);
  }

  /**
   * Trains from given parameters, unless a checkpoint is resumed.
   *
   * @param start initial parameters; empty for random ones
   */
  Parameters run(Optional<Parameters> start, AtomicReference<Checkpoint> checkpoint) {
    this.start = start;
    warnOfSmallShards(settings.plan());
    warnOfSigns(settings.plan());
    warnOfPhases(settings.plan());
    JavaSparkContext spark = shards.spark();
    JavaRDD<Shard> distributed = shards.distribute(settings.plan().averaging().workers());
    Broadcast<float[]> counts = spark.broadcast(frequencies.counts());
    try {
      distributed.persist(StorageLevel.MEMORY_AND_DISK());
      JavaRDD<Shard> placed =
          WholeExecutors.place(distributed, settings.isLocal(), settings.executorThreads());
      RoundRunner runner =
          new RoundRunner(spark, placed, task(counts), support.stage(), support.progress());
      return run(runner, checkpoint);
    } finally {
      Cleanup cleanup = new Cleanup(spark.sc());
      cleanup.destroy(List.of(counts));
      cleanup.quietly(() -> distributed.unpersist(true));
      cleanup.quietly(() -> distributed.rdd().cleanShuffleDependencies(true));
    }
  }

  private void warnOfSmallShards(Plan plan) {
    int workers = plan.averaging().workers();
    long each = shards.users() / workers;
    if (each < plan.localBatch()) {
      support
          .progress()
          .accept(
              "a step needs %d histories (train.batch = %d) but each of %d workers has %d; using %4$d"
                  .formatted(plan.localBatch(), plan.batch(), workers, each));
    }
  }

  /** Rprop follows only the signs of gradients, and the signs of mini-batch gradients are noisy. */
  private void warnOfSigns(Plan plan) {
    long each = (shards.users() + plan.averaging().workers() - 1) / plan.averaging().workers();
    if (plan.optimizer() == OptimizerKind.RPROP && plan.localBatch() < each) {
      support
          .progress()
          .accept(
              "rprop needs full-batch gradients, but a step uses %,d of %,d histories: set train.batch to %d"
                  .formatted(plan.localBatch(), each, shards.users()));
    }
  }

  /** In the middle of a cycle, one part has not yet adapted to the other. */
  private void warnOfPhases(Plan plan) {
    int cycle = network.epochsOfCycle();
    if (plan.epochsPerValidation() % cycle != 0) {
      support
          .progress()
          .accept(
              "encoder and decoder alternate in cycles of %d epochs, but validation runs every %d: set train.epochs-per-validation to a multiple of %d"
                  .formatted(cycle, plan.epochsPerValidation(), cycle));
    }
  }

  private RoundOrder.Task task(Broadcast<float[]> counts) {
    return new RoundOrder.Task(
        network,
        settings.plan(),
        shards.users(),
        settings.seed(),
        settings.executorThreads(),
        arithmetic,
        counts);
  }

  private Parameters run(RoundRunner runner, AtomicReference<Checkpoint> checkpoint) {
    Averaging averaging = settings.plan().averaging();
    Rounds rounds =
        new Rounds(
            settings.plan(),
            new ModelBlocks(network, averaging.workers()),
            support,
            costs.map(this::predictions),
            System::nanoTime);
    OuterMomentum momentum = new OuterMomentum(averaging.momentum());
    BlockLayout layout =
        StateBlocks.layout(
            network,
            settings.plan(),
            shards.users(),
            GroupedCollect.blockFloats(shards.spark().getConf()));
    Optional<RoundCheckpointer> checkpointer =
        support
            .checkpoints()
            .map(
                all ->
                    new RoundCheckpointer(
                        all, rounds, momentum, averaging.workers(), arithmetic, layout));
    StateBlocks state =
        Optional.ofNullable(checkpoint.getAndSet(null))
            .map(last -> checkpointer.orElseThrow().restore(last))
            .orElseGet(() -> initial(settings.plan(), layout));
    if (rounds.rounds() > 0) {
      support.progress().accept("resuming after round %d".formatted(rounds.rounds()));
    }
    while (rounds.hasNext()) {
      RoundRunner.Outcome outcome = runner.run(rounds.next(), rounds.epochsOfNext(), state);
      rounds.requireSuccess(outcome.result());
      StateBlocks after = momentum.apply(state, outcome.after());
      rounds.completed(outcome, after);
      checkpointer.ifPresent(each -> each.write(after));
      state = after;
    }
    return rounds.best();
  }

  /** Predicts the cost of a round by its number of epochs. */
  private IntFunction<RoundCost> predictions(CostModel model) {
    Plan plan = settings.plan();
    int workers = plan.averaging().workers();
    int arrays = StateBlocks.arraysSent(network, plan);
    return epochs -> model.predict(workers, plan.localBatch(), epochs, arrays);
  }

  private StateBlocks initial(Plan plan, BlockLayout layout) {
    List<BlockArray> parameters =
        start
            .map(given -> given.arrays(network.blocks()))
            .orElseGet(() -> initial(network, settings, frequencies));
    return StateBlocks.initial(network, plan, layout, parameters, settings.seed());
  }

  /** Returns the initial parameters of a network, the same for all workers. */
  static List<BlockArray> initial(
      Network network, TrainSettings settings, ItemFrequencies frequencies) {
    try (ParallelLoop loop = new ParallelLoop(settings.threads())) {
      return network.initialize(settings.seed(), frequencies, loop);
    }
  }
}
