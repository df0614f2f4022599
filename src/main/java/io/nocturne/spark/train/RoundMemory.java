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
final class RoundMemory {
  static final String REMEDY =
      "lower train.batch or the widths of the layers, or leave rare items out with prepare.min-item-interactions";

  /** Parameters and two moments. */
  private static final int STATE = 3;

  private RoundMemory() {}

  /** The bytes at the peak. */
  static long bytes(Network network, TrainSettings settings, long users, long entries) {
    long floats = network.parameters();
    long worker =
        WorkerMemory.bytes(network, settings.plan(), users, entries, settings.executorThreads());
    long sent = 2 * STATE * floats * Float.BYTES;
    long received = STATE * floats * Float.BYTES;
    long best = floats * Float.BYTES;
    return worker + sent + received + best;
  }
}
