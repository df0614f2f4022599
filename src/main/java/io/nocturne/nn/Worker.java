package io.nocturne.nn;

import io.nocturne.math.Compute;
import io.nocturne.math.Seeds;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.BatchMaker;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.NegativeSampler;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Phase;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Trains on one shard of the histories, on all threads of a machine. The result depends on the
 * initial state, the shard in its order, and the seed, but not on the number of threads. During a
 * step, the next batch is prepared.
 */
public final class Worker implements AutoCloseable {
  private static final int CHECKED_TOGETHER = 1 << 18;

  private final Network network;
  private final SparseRows shard;
  private final int number;
  private final long users;
  private final int rows;
  private final TrainingState state;
  private final Compute compute;
  private final NetworkBlocks blocks;
  private final GradientStep step;
  private final BatchMaker corrupting;
  private final BatchMaker plain;
  private final long examplesBefore;
  private final ExecutorService ahead;
  private Batch current = new Batch();
  private Batch next = new Batch();

  /** A single worker, on all histories. */
  public Worker(
      Network network,
      Plan plan,
      SparseRows shard,
      float[] itemCounts,
      long users,
      TrainingState state,
      Compute compute) {
    this(network, plan, 0, shard, itemCounts, users, state, compute);
  }

  /**
   * @param number of this worker among all, from 0 on
   * @param shard the histories, [rows x items]
   * @param itemCounts how many users of all shards have each item, [items]
   * @param users how many users all shards have
   * @param state the state to resume from; changed in place
   * @throws IllegalArgumentException if the state is of another optimizer than the plan's
   */
  public Worker(
      Network network,
      Plan plan,
      int number,
      SparseRows shard,
      float[] itemCounts,
      long users,
      TrainingState state,
      Compute compute) {
    this.network = network;
    this.number = number;
    this.shard = shard;
    this.users = users;
    this.examplesBefore = state.examples();
    this.state = state;
    this.compute = compute;
    boolean sampled = plan.sampled().isOn();
    Optimizer optimizer = plan.optimizer(users, state.optimizer());
    this.blocks = NetworkBlocks.of(network, state.parameters());
    // at most all histories: a batch of 2^31 - 1 means all
    this.rows = Math.min(plan.localBatch(), Math.max(1, shard.rows()));
    // a shard without rows has no vectors either, nor an optimizer's state for them
    boolean hasVectors = network.userWidth() > 0 && shard.rows() > 0;
    UserVectors vectors = hasVectors ? vectors(plan) : UserVectors.NONE;
    this.step = new GradientStep(network, rows, compute, blocks, optimizer, vectors);
    NegativeSampler negatives =
        sampled ? new NegativeSampler(plan.sampled(), itemCounts, users, rows) : null;
    this.corrupting = batches(network.corruption(), negatives);
    this.plain =
        network.procedure().cycle().alternates()
            ? batches(network.corruption().inference(), negatives)
            : null;
    this.ahead = Executors.newSingleThreadExecutor(Worker::daemon);
  }

  /**
   * Trains for one epoch: on each history once, in random order.
   *
   * @param seed of the whole training; each epoch draws from a separate stream
   * @return the mean loss over the epoch
   * @throws DivergedException if the loss or a parameter is no longer a number
   */
  public double epoch(long seed) {
    long epochSeed = Seeds.derive(seed, (long) number << Integer.SIZE | state.epochs());
    int[] order = order(Seeds.derive(epochSeed, -1));
    int batches = (int) (((long) order.length + rows - 1) / rows);
    state.optimizer().beginEpoch(network.procedure().cycle(), state.epochs(), Math.max(1, batches));
    state.users().optimizer().beginEpochOfUsers(network.procedure().cycle(), state.epochs());
    double sum = 0;
    make(order, 0, epochSeed, current);
    for (int b = 0; b < batches; b++) {
      int following = b + 1;
      Batch into = next;
      Future<?> ready = ahead.submit(() -> make(order, following, epochSeed, into));
      sum += current.rows() * step(Seeds.derive(epochSeed, b, 0));
      await(ready);
      next = current;
      current = into;
    }
    state.parameters().forEach(this::requireFinite);
    requireFinite(state.users().vectors());
    completeEpoch();
    return sum / Math.max(1, order.length);
  }

  private UserVectors vectors(Plan plan) {
    Optimizer optimizer = plan.optimizerOfUsers(users, state.users().optimizer());
    return new UserVectors(state.users().vectors(), optimizer);
  }

  private BatchMaker batches(Corruption corruption, NegativeSampler negatives) {
    return new BatchMaker(
        shard, corruption, network.procedure().targets(), negatives, network.hasPrior());
  }

  private Phase phase() {
    return network.procedure().cycle().phase(state.epochs());
  }

  private void completeEpoch() {
    boolean trainedEncoder = phase().trainsEncoder();
    state.completedEpoch();
    if (trainedEncoder && phase() != Phase.ENCODER) {
      blocks.renewPrior();
    }
  }

  private double step(long seed) {
    double loss = step.run(current, phase(), seed, examplesOfAll());
    if (Double.isNaN(loss) || Double.isInfinite(loss)) {
      throw new DivergedException("The loss", loss, state.epochs() + 1);
    }
    state.trainedOn(current.rows());
    return loss;
  }

  /**
   * The number of examples that all workers have trained on, assuming that the others are as far
   * with their shards as this one.
   */
  private long examplesOfAll() {
    long here = state.examples() - examplesBefore;
    return examplesBefore + (long) ((double) here * users / Math.max(1, shard.rows()));
  }

  /** The loss is taken before each step: the last one would show in the next epoch only. */
  private void requireFinite(BlockArray block) {
    float[] floats = block.floats();
    compute.byBlocks(
        floats.length,
        CHECKED_TOGETHER,
        (from, to) -> {
          for (int k = from; k < to; k++) {
            if (!Float.isFinite(floats[k])) {
              throw new DivergedException(
                  "A parameter of " + block.shape().name(), floats[k], state.epochs() + 1);
            }
          }
        });
  }

  private void make(int[] order, int batch, long epochSeed, Batch into) {
    long from = (long) batch * rows;
    if (from < order.length) {
      int to = (int) Math.min(order.length, from + rows);
      BatchMaker maker = phase() == Phase.DECODER ? plain : corrupting;
      maker.make(order, (int) from, to, Seeds.derive(epochSeed, batch, 1), into);
    }
  }

  private int[] order(long seed) {
    SplitMix64 random = new SplitMix64(seed);
    int[] order = new int[shard.rows()];
    for (int r = 0; r < order.length; r++) {
      int other = random.nextInt(r + 1);
      order[r] = order[other];
      order[other] = r;
    }
    return order;
  }

  private static void await(Future<?> ready) {
    try {
      ready.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a batch was prepared", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot prepare a batch: " + e.getCause(), e.getCause());
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "nocturne-batches");
    thread.setDaemon(true);
    return thread;
  }

  /** Stops the thread that prepares batches. */
  @Override
  public void close() {
    ahead.shutdown();
  }
}
