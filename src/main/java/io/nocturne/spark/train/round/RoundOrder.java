package io.nocturne.spark.train.round;

import io.nocturne.math.Arithmetic;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.Worker;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.spark.train.cluster.Cleanup;
import io.nocturne.spark.train.cluster.MixedArithmeticException;
import io.nocturne.spark.train.rows.Shard;
import io.nocturne.spark.train.state.BlockLayout;
import io.nocturne.spark.train.state.StateBlocks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** What the workers are to do in a round, with the state of the round before as broadcasts. */
public final class RoundOrder implements Serializable {
  private static final long serialVersionUID = 1;

  /** How many blocks the driver sends, or puts together, at once. */
  static final int SENDERS = 4;

  private final Task task;
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
  public record Task(
      Network network,
      Plan plan,
      long users,
      long seed,
      int threads,
      String arithmetic,
      Broadcast<float[]> itemCounts)
      implements Serializable {}

  private RoundOrder(Task task, int epochs, StateBlocks header) {
    this.task = task;
    this.epochs = epochs;
    this.header = header;
  }

  /** Sends the state; {@link #destroy} takes it back. */
  static RoundOrder send(JavaSparkContext spark, Task task, int epochs, StateBlocks state) {
    StateBlocks header = new StateBlocks(state.layout(), state.progress(), List.of());
    RoundOrder order = new RoundOrder(task, epochs, header);
    List<byte[]> blocks = state.blocks();
    AtomicReferenceArray<Broadcast<byte[]>> sent = new AtomicReferenceArray<>(blocks.size());
    boolean complete = false;
    try (ParallelLoop loop = new ParallelLoop(SENDERS)) {
      loop.run(blocks.size(), block -> sent.set(block, spark.broadcast(blocks.get(block))));
      complete = true;
    } finally { // what Spark throws here may be checked, though it does not say so
      for (int block = 0; block < blocks.size(); block++) {
        if (sent.get(block) != null) {
          order.blocks.add(sent.get(block));
        }
      }
      if (!complete) {
        order.destroy(spark);
      }
    }
    return order;
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

  /** The arrays that a worker sends of its state, null for others' own; not to be written to. */
  List<float[]> sent(TrainingState state, int worker) {
    return StateBlocks.sent(task.network, task.plan, state, worker);
  }

  /** The state for one worker, as arrays of its own; read on all threads of the loop. */
  TrainingState state(int worker, ParallelLoop loop) {
    byte[][] received = new byte[blocks.size()][];
    received[0] = block(0);
    loop.run(
        received.length - 1,
        after -> {
          int block = after + 1;
          received[block] = layout().isFor(block, worker) ? block(block) : null;
        });
    return new StateBlocks(layout(), header.progress(), Arrays.asList(received))
        .open(task.network, task.plan, worker);
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
