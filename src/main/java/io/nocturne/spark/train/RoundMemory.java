package io.nocturne.spark.train;

import io.nocturne.nn.Network;
import io.nocturne.nn.WorkerMemory;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.parameter.Block;
import io.nocturne.spark.train.state.StateBlocks;

/**
 * Memory needed for training, in bytes. P parameters take 4 P; the state that travels takes s times
 * that: 3 with both of Adam's moments, 2 for optimizers of one array, 1 without them. A worker
 * holds 12 P, or 8 P, and its buffers ({@link WorkerMemory}). The driver holds the state as it is
 * and as Spark serializes it, later the state that comes back, the best parameters so far, and the
 * mean of those after rounds if that is the model; an executor holds what it was sent, twice, and a
 * worker. What comes back is cut into blocks while it is written, and needs no more than some of
 * those. Validation runs when the buffers of the workers are freed, and needs no more. Vectors of
 * users are part of the state, with what the optimizer keeps of them, and of the model.
 */
record RoundMemory(long worker, long state, long parameters, long averages, long blocks) {
  /**
   * Assumed number of threads where an executor uses all processors of its machine and their number
   * is unknown.
   */
  private static final int MOST_THREADS = 16;

  /** Estimates the memory for workers with equal shards of all histories. */
  static RoundMemory of(Network network, TrainSettings settings, long users, long entries) {
    Averaging averaging = settings.plan().averaging();
    int workers = averaging.workers();
    int threads = settings.executorThreads() > 0 ? settings.executorThreads() : MOST_THREADS;
    long parameters = network.parameters() * Float.BYTES;
    long vectors = users * network.userWidth() * Float.BYTES;
    long arrays = 1L + settings.plan().optimizer().arrays();
    long block = Math.min(parameters, (long) Block.PART * Float.BYTES);
    return new RoundMemory(
        WorkerMemory.bytes(
                network,
                settings.plan(),
                (users + workers - 1) / workers,
                (entries + workers - 1) / workers,
                threads)
            + (workers > 1 ? 8 * entries : 0), // the shards of all, where one JVM has them all
        StateBlocks.floatsSent(network, settings.plan()) * Float.BYTES + arrays * vectors,
        (averaging.momentum() > 0 ? 2 : 1) * parameters + vectors,
        settings.plan().optimization().averageFromEpoch() > 0 ? parameters + vectors : 0,
        threads * reducing(block, workers));
  }

  /**
   * A reducer holds the block before the round, the sum in double precision, one decoded part, and
   * the mean.
   */
  private static long reducing(long block, int workers) {
    return (6 + Math.min(workers, 4)) * block;
  }

  /**
   * The driver's peak: what is sent, twice, what has come back, the best and the mean; or, while a
   * model is measured, the states before and after and the model, twice. While the mean is taken,
   * there are two of it in place of the model.
   */
  long driver() {
    return Math.max(3 * state, 2 * state + 2 * parameters) + parameters + averages;
  }

  /** An executor's peak: what it was sent, twice, and the worker or reducers. */
  long executor() {
    return 2 * state + Math.max(worker, blocks);
  }

  /** The peak of a driver that is also the executor: what is sent exists once for both. */
  long together() {
    return 2 * state + parameters + averages + Math.max(worker, state + blocks);
  }
}
