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

/** The task of the workers in a round, with the state of the previous round as broadcasts. */
public final class RoundOrder implements Serializable {
  private static final long serialVersionUID = 1;

  /** The number of blocks that the driver sends, or assembles, at once. */
  static final int SENDERS = 4;

  private final Task task;
  private final int epochs;
  private final StateBlocks header;
  private final ArrayList<Broadcast<byte[]>> blocks = new ArrayList<>();

  /**
   * The part of the order that is the same in all rounds.
   *
   * @param users the number of users in all shards
   * @param threads the number of threads of a task; 0 for all of its executor
   * @param arithmetic the arithmetic that all executors must have
   * @param itemCounts the number of users who have each item
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

  /** Sends the state to the executors; {@link #destroy} frees it. */
  static RoundOrder send(JavaSparkContext spark, Task task, int epochs, StateBlocks state) {
    StateBlocks header = new StateBlocks(state.layout(), state.progress(), List.of());
    RoundOrder order = new RoundOrder(task, epochs, header);
    List<byte[]> blocks = state.blocks();
    AtomicReferenceArray<Broadcast<byte[]>> sent = new AtomicReferenceArray<>(blocks.size());
    boolean complete = false;
    try (ParallelLoop loop = new ParallelLoop(SENDERS)) {
      loop.run(blocks.size(), block -> sent.set(block, spark.broadcast(blocks.get(block))));
      complete = true;
    } finally { // Spark may throw undeclared checked exceptions
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
   * The number of threads of a task: all processors where no number is configured, as the task has
   * the executor to itself.
   */
  int threads() {
    return task.threads > 0 ? task.threads : Runtime.getRuntime().availableProcessors();
  }

  /**
   * Throws on an executor that joined after the check of all executors and computes differently.
   */
  void requireArithmetic() {
    String actual = Arithmetic.ofThisJvm().text();
    if (!actual.equals(task.arithmetic)) {
      throw new MixedArithmeticException(
          "Executor %s computes with %s, the others with %s"
              .formatted(SparkEnv.get().executorId(), actual, task.arithmetic));
    }
  }

  int epochs() {
    return epochs;
  }

  BlockLayout layout() {
    return header.layout();
  }

  /** The number of examples that all workers train on in this round. */
  long examples() {
    return epochs * task.users;
  }

  /** A block of the state at the start of the round. */
  byte[] block(int block) {
    return blocks.get(block).value();
  }

  /**
   * Returns the arrays that a worker sends of its state in the order of the layout, null for those
   * of other workers. They must not be modified.
   */
  List<float[]> sent(TrainingState state, int worker) {
    return layout().ordered(StateBlocks.sent(task.network, task.plan, state), worker);
  }

  /** Copies the state for one worker, on all threads of the loop. */
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
