package io.nocturne.spark.train;

import io.nocturne.nn.Network;
import io.nocturne.nn.WorkerMemory;

/**
 * The memory of training on one machine. P parameters take 4 P bytes; a worker holds them three
 * times (with both moments) and its buffers ({@link WorkerMemory}). The state goes to the task and
 * comes back as blocks: what is sent is there twice (as it is and serialized) while the worker's
 * own is computed, what comes back is there beside; and the best parameters so far are kept. That
 * is 13 times the parameters and the buffers. The validation comes when the worker's own are gone,
 * and needs no more.
 */
record RoundMemory(long worker, long state, long parameters) {
  static final String REMEDY =
      "lower train.batch or the widths of the layers, or leave rare items out with prepare.min-item-interactions";

  /** For a worker that has all histories. */
  static RoundMemory of(Network network, TrainSettings settings, long users, long entries) {
    int threads = Math.max(1, settings.executorThreads());
    long parameters = network.parameters() * Float.BYTES;
    return new RoundMemory(
        WorkerMemory.bytes(network, settings.plan(), users, entries, threads),
        3 * parameters, // with both moments
        parameters);
  }

  /** What the driver needs at its peak: what is sent, twice, what has come back, the best. */
  long driver() {
    return 3 * state + parameters;
  }

  /** What an executor needs at its peak: the worker, what it was sent, what it sends back. */
  long executor() {
    return worker + 2 * state;
  }

  /** What a driver needs that is the executor too: nothing of what is sent is there again. */
  long together() {
    return worker + 3 * state + parameters;
  }
}
