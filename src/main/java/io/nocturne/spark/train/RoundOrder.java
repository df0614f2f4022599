package io.nocturne.spark.train;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.Compute;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.TrainingState;
import io.nocturne.nn.Worker;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** What the workers are to do in a round, with the state of the round before as broadcasts. */
final class RoundOrder implements Serializable {
  private static final long serialVersionUID = 1;

  private final Network network;
  private final Plan plan;
  private final long users;
  private final int epochs;
  private final long seed;
  private final int threads;
  private final StateBlocks header;
  private final ArrayList<Broadcast<byte[]>> blocks = new ArrayList<>();
  private final Broadcast<float[]> itemCounts;

  /**
   * Sends the state; {@link #destroy} takes it back.
   *
   * @param users how many users all shards have
   * @param itemCounts how many of them have each item; kept for the next round
   */
  RoundOrder(
      JavaSparkContext spark,
      Network network,
      TrainSettings settings,
      long users,
      int epochs,
      StateBlocks state,
      Broadcast<float[]> itemCounts) {
    this.network = network;
    this.plan = settings.plan();
    this.users = users;
    this.epochs = epochs;
    this.seed = settings.seed();
    this.threads = settings.executorThreads();
    this.header = state.with(List.of());
    for (byte[] block : state.blocks()) {
      blocks.add(spark.broadcast(block));
    }
    this.itemCounts = itemCounts;
  }

  int epochs() {
    return epochs;
  }

  long seed() {
    return seed;
  }

  int threads() {
    return threads;
  }

  /** A copy of the state for one task. */
  TrainingState state() {
    return header.with(blocks.stream().map(Broadcast::value).toList()).open();
  }

  Worker worker(SparseRows shard, TrainingState state, Compute compute) {
    return new Worker(network, plan, shard, itemCounts.value(), users, state, compute);
  }

  void destroy() {
    blocks.forEach(Broadcast::destroy);
  }
}
