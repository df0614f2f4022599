package io.nocturne.spark.train;

import io.nocturne.math.Arithmetic;
import io.nocturne.nn.Averaging;
import io.nocturne.nn.Compute;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.Worker;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** What the workers are to do in a round, with the state of the round before as broadcasts. */
final class RoundOrder implements Serializable {
  private static final long serialVersionUID = 1;

  private final Task task;
  private final int round;
  private final int epochs;
  private final StateBlocks header;
  private final ArrayList<Broadcast<byte[]>> blocks = new ArrayList<>();

  /**
   * What is the same in all rounds.
   *
   * @param users how many users all shards have
   * @param threads how many threads a task computes with; 0 for all of its executor
   * @param arithmetic what all executors must compute with
   * @param itemCounts how many users have each item
   */
  record Task(
      Network network,
      Plan plan,
      long users,
      long seed,
      int threads,
      String arithmetic,
      Broadcast<float[]> itemCounts,
      RoundHook hook)
      implements Serializable {}

  private RoundOrder(Task task, int round, int epochs, StateBlocks header) {
    this.task = task;
    this.round = round;
    this.epochs = epochs;
    this.header = header;
  }

  /** Sends the state; {@link #destroy} takes it back. */
  static RoundOrder send(
      JavaSparkContext spark, Task task, int round, int epochs, StateBlocks state) {
    StateBlocks header = new StateBlocks(state.layout(), state.progress(), List.of());
    RoundOrder order = new RoundOrder(task, round, epochs, header);
    boolean sent = false;
    try {
      state.blocks().forEach(block -> order.blocks.add(spark.broadcast(block)));
      sent = true;
      return order;
    } finally { // what Spark throws here may be checked, though it does not say so
      if (!sent) {
        order.destroy(spark);
      }
    }
  }

  Averaging averaging() {
    return task.plan.averaging();
  }

  long seed() {
    return task.seed;
  }

  /**
   * A task that has the executor to itself takes all its processors where nobody has said how many.
   */
  int threads() {
    return task.threads > 0 ? task.threads : Runtime.getRuntime().availableProcessors();
  }

  /** Refuses an executor that has come since the others were asked, and computes otherwise. */
  void requireArithmetic() {
    String own = Arithmetic.ofThisJvm().text();
    if (!own.equals(task.arithmetic)) {
      throw new MixedArithmeticException(
          "Executor %s computes with %s, the others with %s"
              .formatted(SparkEnv.get().executorId(), own, task.arithmetic));
    }
  }

  void at(RoundHook.Point point, int worker) {
    task.hook.at(point, round, worker);
  }

  int epochs() {
    return epochs;
  }

  BlockLayout layout() {
    return header.layout();
  }

  /** How many examples all workers learn from in this round. */
  long examples() {
    return epochs * task.users;
  }

  /** A block of the state as the round began with it. */
  byte[] block(int block) {
    return blocks.get(block).value();
  }

  /** The arrays that a worker sends of its state; not to be written to. */
  List<float[]> sent(TrainingState state) {
    return StateBlocks.sent(task.network, averaging().moments(), state);
  }

  /** The state for one worker, as arrays of its own. */
  TrainingState state(int worker) {
    List<byte[]> received = new ArrayList<>();
    for (int block = 0; block < blocks.size(); block++) {
      received.add(block(block));
      if (block == 0) {
        at(RoundHook.Point.READING, worker);
      }
    }
    return new StateBlocks(header.layout(), header.progress(), received)
        .open(task.network, averaging().moments());
  }

  Worker worker(Shard shard, TrainingState state, Compute compute) {
    return new Worker(
        task.network,
        task.plan,
        shard.worker(),
        shard.rows(),
        task.itemCounts.value(),
        task.users,
        state,
        compute);
  }

  void destroy(JavaSparkContext spark) {
    new Cleanup(spark.sc()).destroy(blocks);
  }
}
