package io.nocturne.spark.train;

import io.nocturne.math.ParallelLoop;
import io.nocturne.model.Parameters;
import io.nocturne.nn.Averaging;
import io.nocturne.nn.Network;
import io.nocturne.nn.TrainingState;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * The one distributed loop. A round is one Spark job: the state goes out in blocks, each worker
 * learns from its shard for some epochs, what they have come to goes block by block to reducers,
 * which average it in the order of the workers, and the means come back. The state of the driver
 * changes only when a round has succeeded; a task that is tried again begins with the same state
 * and the same random numbers, and ends in the same. So the model depends on the number of workers,
 * and not on what they run on.
 */
final class Trainer {
  private final Network network;
  private final TrainSettings settings;
  private final TrainingSupport support;
  private final Shards shards;
  private final float[] itemCounts;

  /**
   * @param itemCounts how many users have each item, [items]
   */
  Trainer(
      Network network,
      TrainSettings settings,
      TrainingSupport support,
      Shards shards,
      float[] itemCounts) {
    this.network = network;
    this.settings = settings;
    this.support = support;
    this.shards = shards;
    this.itemCounts = itemCounts;
  }

  /** The parameters of the best round by the validation, or of the last one without. */
  Parameters run() {
    Averaging averaging = settings.plan().averaging();
    warnOfSmallShards(averaging.workers());
    JavaRDD<Shard> dealt = shards.deal(averaging.workers());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(dealt.context());
    Broadcast<float[]> counts = spark.broadcast(itemCounts);
    try {
      dealt.persist(StorageLevel.MEMORY_AND_DISK());
      return run(spark, dealt, counts);
    } finally {
      counts.destroy();
      dealt.unpersist(true);
      dealt.rdd().cleanShuffleDependencies(true);
    }
  }

  private void warnOfSmallShards(int workers) {
    int batch = settings.plan().localBatch();
    long each = shards.users() / workers;
    if (each < batch) {
      support
          .progress()
          .accept(
              "a step is to learn from %,d histories and each of %d worker(s) has %,d: it learns from all of them"
                  .formatted(batch, workers, each));
    }
  }

  private Parameters run(JavaSparkContext spark, JavaRDD<Shard> dealt, Broadcast<float[]> counts) {
    RoundOrder.Task task =
        new RoundOrder.Task(
            network,
            settings.plan(),
            shards.users(),
            settings.seed(),
            settings.executorThreads(),
            counts,
            support.hook());
    JavaRDD<Shard> placed = WholeExecutors.of(dealt, settings);
    RoundRunner runner = new RoundRunner(spark, placed, task, support.progress());
    Rounds rounds = new Rounds(settings.plan(), support, System::nanoTime);
    OuterMomentum momentum = new OuterMomentum(settings.plan().averaging().momentum());
    Optional<RoundLog> kept =
        support.checkpoints().map(folder -> new RoundLog(folder, rounds, momentum));
    StateBlocks state = kept.flatMap(RoundLog::restore).orElseGet(this::initial);
    if (rounds.rounds() > 0) {
      support.progress().accept("going on after round %d".formatted(rounds.rounds()));
    }
    while (rounds.goOn()) {
      RoundRunner.Outcome outcome = runner.run(rounds.next(), rounds.epochsOfNext(), state);
      rounds.requireLearnt(outcome.result());
      StateBlocks after = momentum.apply(state, outcome.result().after(state));
      rounds.completed(outcome, after);
      kept.ifPresent(log -> log.write(after));
      state = after;
    }
    return rounds.best();
  }

  private StateBlocks initial() {
    Averaging averaging = settings.plan().averaging();
    BlockLayout layout =
        StateBlocks.layout(network, averaging.moments(), GroupedCollect.blockFloats(shards.conf()));
    try (ParallelLoop loop = new ParallelLoop(settings.threads())) {
      float[] theta = network.initialize(settings.seed(), loop);
      TrainingState state = TrainingState.initial(theta);
      return StateBlocks.initial(network, averaging.moments(), layout, state);
    }
  }
}
