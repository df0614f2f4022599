package io.nocturne.spark.train;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.model.Parameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.TrainingState;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * The one distributed loop. A round is one Spark job: the state goes out in blocks, the worker
 * learns for some epochs, its state comes back in blocks. The state of the driver changes only when
 * a round has succeeded; a task that is tried again begins with the same state and the same random
 * numbers, and ends in the same.
 */
final class Trainer {
  private static final int WORKERS = 1;

  private final Network network;
  private final TrainSettings settings;
  private final Shards shards;
  private final float[] itemCounts;
  private final Optional<Validation> validation;
  private final Consumer<Round> log;
  private final Consumer<String> progress;

  /**
   * @param itemCounts how many users have each item, [items]
   */
  Trainer(
      Network network,
      TrainSettings settings,
      Shards shards,
      float[] itemCounts,
      Optional<Validation> validation,
      Consumer<Round> log,
      Consumer<String> progress) {
    this.network = network;
    this.settings = settings;
    this.shards = shards;
    this.itemCounts = itemCounts;
    this.validation = validation;
    this.log = log;
    this.progress = progress;
  }

  /** The parameters of the best round by the validation, or of the last one without. */
  Parameters run() {
    if (shards.users() < settings.plan().batch()) {
      progress.accept(
          "train.batch is %,d and there are %,d histories: a step learns from all of them"
              .formatted(settings.plan().batch(), shards.users()));
    }
    JavaRDD<SparseRows> shard = shards.deal(WORKERS);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(shard.context());
    Broadcast<float[]> counts = spark.broadcast(itemCounts);
    try {
      return run(spark, shard.persist(StorageLevel.MEMORY_AND_DISK()), counts);
    } finally {
      counts.destroy();
      shard.unpersist();
    }
  }

  private Parameters run(
      JavaSparkContext spark, JavaRDD<SparseRows> shard, Broadcast<float[]> counts) {
    Rounds rounds = new Rounds(settings.plan(), validation, System::nanoTime, log, progress);
    StateBlocks state = initial();
    while (rounds.goOn()) {
      RoundOrder order =
          new RoundOrder(
              spark, network, settings, shards.users(), rounds.epochsOfNext(), state, counts);
      try {
        state = rounds.completed(round(shard, order, state.blocks().size() + 1));
      } finally {
        order.destroy();
      }
    }
    return rounds.best();
  }

  private StateBlocks initial() {
    try (ParallelLoop loop = new ParallelLoop(settings.threads())) {
      float[] theta = network.initialize(settings.seed(), loop);
      return StateBlocks.of(TrainingState.initial(theta));
    }
  }

  /** Runs one round; what it sends back is spread by its keys, so that not all comes at once. */
  private static RoundResult round(JavaRDD<SparseRows> shard, RoundOrder order, int keys) {
    JavaRDD<Object> sent =
        shard
            .mapPartitionsToPair(rows -> RoundTask.run(rows, order))
            .partitionBy(new HashPartitioner(keys))
            .values();
    return RoundResult.of(GroupedCollect.of(sent, (long) Parameters.BLOCK_FLOATS * Float.BYTES));
  }
}
