package io.nocturne.spark.train.round;

import io.nocturne.spark.train.cluster.Cleanup;
import io.nocturne.spark.train.cluster.ExecutorTurn;
import io.nocturne.spark.train.cluster.GroupedCollect;
import io.nocturne.spark.train.cluster.MixedArithmeticException;
import io.nocturne.spark.train.rows.Shard;
import io.nocturne.spark.train.state.BlockLayout;
import io.nocturne.spark.train.state.StateBlocks;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import scala.Tuple2;
import scala.math.Ordering$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Runs rounds as Spark jobs. */
public final class RoundRunner {
  /** Attempts at a round; Spark has already retried each of its tasks some times. */
  private static final int ATTEMPTS = 3;

  private static final int MOST_REDUCERS = 200;

  /** A failure not worth a retry: another attempt would meet the same executor. */
  private static final String MIXED = MixedArithmeticException.class.getName();

  /** The property that Spark's web page shows as the description of a job. */
  private static final String DESCRIPTION = "spark.job.description";

  private final JavaSparkContext spark;
  private final JavaRDD<Shard> shards;
  private final RoundOrder.Task task;
  private final Optional<String> stage;
  private final Consumer<String> progress;

  /**
   * @param stage the stage; empty for the last training
   */
  public RoundRunner(
      JavaSparkContext spark,
      JavaRDD<Shard> shards,
      RoundOrder.Task task,
      Optional<String> stage,
      Consumer<String> progress) {
    this.spark = spark;
    this.shards = shards;
    this.task = task;
    this.stage = stage;
    this.progress = progress;
  }

  /**
   * The outcome of a round and the time it took.
   *
   * @param after the state after the round; where a worker has failed, the state before it
   * @param sending the seconds until the driver had sent the state
   * @param job the seconds after that
   * @param bytesDown the size of the state, counted once
   */
  public record Outcome(
      RoundResult result, StateBlocks after, double sending, double job, long bytesDown) {}

  /**
   * Runs a round, and retries it if it fails.
   *
   * @throws RoundFailedException if every attempt has failed
   */
  public Outcome run(int round, int epochs, StateBlocks state) {
    String before = spark.getLocalProperty(DESCRIPTION);
    spark.setJobDescription(stage.map(name -> name + ": ").orElse("") + "round " + round);
    try {
      return attempts(round, epochs, state);
    } finally {
      spark.setJobDescription(before);
    }
  }

  private Outcome attempts(int round, int epochs, StateBlocks state) {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(epochs, state);
      } catch (Exception e) { // SparkException is checked, but not declared
        if (!(e instanceof SparkException) || spark.sc().isStopped()) {
          throw e;
        }
        if (attempt == ATTEMPTS || String.valueOf(e).contains(MIXED)) {
          throw new RoundFailedException(round, attempt, e);
        }
        progress.accept(
            "round %d failed, retrying (attempt %d of %d): %s"
                .formatted(
                    round, attempt + 1, ATTEMPTS, e.getMessage().lines().findFirst().orElse("")));
      }
    }
  }

  private Outcome attempt(int epochs, StateBlocks state) {
    long start = System.nanoTime();
    RoundOrder order = RoundOrder.send(spark, task, epochs, state);
    try {
      double sending = (System.nanoTime() - start) * 1e-9;
      start = System.nanoTime();
      RoundResult result = round(order);
      StateBlocks after = result.failure().isEmpty() ? result.after(state) : state;
      double job = (System.nanoTime() - start) * 1e-9;
      return new Outcome(result, after, sending, job, state.layout().floats() * Float.BYTES);
    } finally {
      order.destroy(spark);
    }
  }

  private RoundResult round(RoundOrder order) {
    BlockLayout layout = order.layout();
    long limit = GroupedCollect.limit(spark.getConf());
    int reducers =
        (int)
            Math.max(
                Math.min(layout.blocks() + 1, MOST_REDUCERS),
                Math.min(layout.blocks() + 1, 2 * layout.floats() * Float.BYTES / limit));
    JavaPairRDD<Long, Object> parts =
        shards.mapPartitionsToPair(
            own -> ExecutorTurn.take(TaskContext.get(), new RoundTask(own, order)));
    JavaRDD<Object> means =
        sorted(parts, reducers).mapPartitions(sent -> new RoundReducer(sent, order));
    try {
      long largest = (long) (layout.blocks() / reducers + 1) * layout.blockFloats() * Float.BYTES;
      return RoundResult.of(GroupedCollect.of(means, largest));
    } finally {
      new Cleanup(spark.sc()).quietly(() -> means.rdd().cleanShuffleDependencies(true));
    }
  }

  /**
   * Sends the parts to the reducers, sorted by their keys. Uses Kryo whatever the session's
   * serializer is: Java's moves long arrays a kilobyte at a time.
   */
  private JavaRDD<Tuple2<Long, Object>> sorted(JavaPairRDD<Long, Object> parts, int reducers) {
    SparkConf ours = // limits set by the user may be too low for a block
        spark
            .getConf()
            .set("spark.kryo.registrationRequired", "false")
            .set("spark.kryoserializer.buffer.max", "64m");
    ClassTag<Long> longs = ClassTag$.MODULE$.apply(Long.class);
    ClassTag<Object> objects = ClassTag$.MODULE$.apply(Object.class);
    ShuffledRDD<Long, Object, Object> shuffled =
        new ShuffledRDD<>(parts.rdd(), new RoundKey(reducers), longs, objects, objects)
            .setKeyOrdering(Ordering$.MODULE$.comparatorToOrdering(Comparator.<Long>naturalOrder()))
            .setSerializer(new KryoSerializer(ours));
    return shuffled.toJavaRDD();
  }
}
