package io.nocturne.spark.train.cost;

import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.StepWork;
import io.nocturne.spark.train.state.StateBlocks;

/**
 * Predicts how long a round of averaging takes, and from that how many workers pay. A worker has
 * all threads of an executor, so with more workers than executors they come in waves. The state
 * goes down once; a worker's state leaves through its executor, and their mean goes on to the
 * driver.
 */
public final class CostModel {
  /** The least speed-up that pays for several workers: averaging costs accuracy. */
  static final double LEAST_SPEED_UP = 1.3;

  private static final int[] CANDIDATES = {2, 4, 8, 16};

  private final Network network;
  private final Plan plan;
  private final long users;
  private final double entriesPerUser;
  private final MachineConstants machine;
  private final int executors;

  /**
   * @param users the number of histories in all shards
   * @param entries the number of interactions in all shards
   * @param executors the number of tasks that train at once, 1 or more
   */
  public CostModel(
      Network network,
      Plan plan,
      long users,
      long entries,
      MachineConstants machine,
      int executors) {
    if (executors < 1) {
      throw new IllegalArgumentException(
          "Invalid number of executors: " + executors + " (expected 1 or more)");
    }
    this.network = network;
    this.plan = plan;
    this.users = users;
    this.entriesPerUser = (double) entries / Math.max(1, users);
    this.machine = machine;
    this.executors = executors;
  }

  /**
   * Predicts the seconds of a round.
   *
   * @param workers the number of shards, 1 or more
   * @param batch the number of histories per step of a worker
   * @param epochs the number of epochs in the round
   * @param sentArrays the number of arrays as long as the parameters that go down, and come back
   *     from each worker
   */
  public RoundCost predict(int workers, int batch, int epochs, int sentArrays) {
    double bytes = (double) sentArrays * Float.BYTES * network.parameters();
    // with fewer workers than executors, each still has one executor to send from
    double up = bytes * Math.max(1, (double) workers / executors);
    return new RoundCost(
        waves(workers) * epochs * epoch((users + workers - 1) / workers, batch, atOnce(workers)),
        bytes / (1e9 * machine.broadcastGigabytes()),
        (up + bytes) / (1e9 * machine.shuffleGigabytes()),
        machine.overheadSeconds());
  }

  private int atOnce(int workers) {
    return Math.min(workers, executors);
  }

  private int waves(int workers) {
    return (workers + executors - 1) / executors;
  }

  /** The seconds of an epoch on one shard: full steps, and a last one on the rest. */
  private double epoch(long rows, int batch, int busy) {
    long full = rows / batch;
    long rest = rows % batch;
    return full * step(batch, busy) + (rest > 0 ? step((int) rest, busy) : 0);
  }

  /** The seconds of a step: the more executors compute, the more they slow each other down. */
  private double step(int batch, int busy) {
    StepWork work = StepWork.of(network, plan, batch, entriesPerUser);
    double alone = machine.alone().seconds(work.operations(), work.bytes());
    double together = machine.together().seconds(work.operations(), work.bytes());
    double crowd = executors == 1 ? 0 : (busy - 1.0) / (executors - 1);
    return alone + crowd * (together - alone);
  }

  /**
   * Chooses the number of workers with the fewest seconds per epoch: 1, or a power of 2 up to 16
   * that each has an executor, if that is fast enough to pay. Batch, epochs per round and arrays to
   * send differ by the number: one worker sends its state once between two validations.
   */
  public WorkersChoice choose() {
    int workers = 1;
    for (int candidate : CANDIDATES) {
      if (candidate > 1
          && candidate <= executors
          && (workers == 1 || perEpoch(candidate) < perEpoch(workers))) {
        workers = candidate;
      }
    }
    if (workers == 1) {
      return new WorkersChoice(1, 1, "1 worker: there is 1 executor");
    }
    double speedUp = speedUp(workers);
    boolean pays = speedUp >= LEAST_SPEED_UP;
    String why = why(pays, workers, speedUp, round(workers));
    return new WorkersChoice(pays ? workers : 1, pays ? speedUp : 1, why);
  }

  /** The speed-up of a number of workers over one worker, per epoch. */
  public double speedUp(int workers) {
    return perEpoch(1) / perEpoch(workers);
  }

  private double perEpoch(int workers) {
    return round(workers).total() / of(workers).epochsPerRound();
  }

  /** Predicts a full round of a number of workers. */
  public RoundCost round(int workers) {
    Plan own = of(workers);
    int arrays = StateBlocks.arraysSent(network, own);
    return predict(workers, own.localBatch(), own.epochsPerRound(), arrays);
  }

  private Plan of(int workers) {
    return plan.with(plan.averaging().with(workers));
  }

  private String why(boolean pays, int workers, double speedUp, RoundCost cost) {
    return pays
        ? "%d workers: on %d executors they are %.2f times as fast as 1 (%s)"
            .formatted(workers, executors, speedUp, cost)
        : "1 worker: %d on %d executors would be %.2f times as fast, and %.1f is the least that pays (%s)"
            .formatted(workers, executors, speedUp, LEAST_SPEED_UP, cost);
  }
}
