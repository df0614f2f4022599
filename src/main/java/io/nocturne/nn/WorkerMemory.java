package io.nocturne.nn;

import io.nocturne.math.LongestArray;
import io.nocturne.nn.layer.BatchSize;
import io.nocturne.nn.layer.DenseInput;
import io.nocturne.nn.layer.Layer;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.optim.OptimizerKind;
import io.nocturne.nn.parameter.BlockShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The memory of a {@link Worker}, in bytes: each block of parameters with the one or two arrays of
 * the optimizer; the shard (8 per interaction, 4 per user); the outputs of the layers and the
 * gradients by them (8 per unit and position of the batch), and the scratch that each of them
 * declares; two batches. The whole gradient of the parameters never exists. With noise on every
 * item or re-feeding, an input of all items (4 per item and row) for each; with a prior, the
 * activations of its encoder.
 */
public final class WorkerMemory {
  private static final double MIB = 1 << 20;

  /** Targets of two batches, the list that they are made from, and their scores. */
  private static final double BYTES_OF_TARGET = 3 * 12 + 4;

  private WorkerMemory() {}

  /**
   * The bytes for a shard of a number of users with a number of interactions in total.
   *
   * @param threads how many threads compute
   * @throws IllegalArgumentException if a batch would not fit into the longest array
   */
  public static long bytes(Network network, Plan plan, long users, long entries, int threads) {
    long rows = Math.min(plan.localBatch(), Math.max(1, users));
    double length = (double) entries / Math.max(1, users);
    BatchSize size = size(network, plan, rows, length, threads);
    long floats = ofParameters(network, plan.optimizer(), users);
    floats += ofLayers(network, size);
    double targets = size.targets();
    requireTargets(rows, 1.5 * size.inputs() + targets);
    double input = 1.5 * size.inputs() * (1 + network.corruption().salt());
    long batches = (long) (2 * 24 * input) + 32 * size.positions() + 4L * network.items();
    batches += (long) (1.5 * BYTES_OF_TARGET * targets);
    long sampler = plan.sampled().isOn() ? 12L * network.items() : 0;
    return floats * Float.BYTES + 8 * entries + 4 * users + batches + sampler;
  }

  /** What to do where memory is short, with the block of parameters that takes most of it. */
  public static String remedy(Network network, long users) {
    List<BlockShape> blocks = new ArrayList<>(network.blocks());
    if (network.userWidth() > 0) {
      blocks.add(UserVectors.shape(Math.toIntExact(users), network.userWidth()));
    }
    BlockShape largest = Collections.max(blocks, Comparator.comparingLong(BlockShape::size));
    return "lower train.batch or the widths of the layers, or drop rare items with prepare.min-item-interactions (the largest block of parameters is %s, %.1f MiB)"
        .formatted(largest, largest.size() * Float.BYTES / MIB);
  }

  private static BatchSize size(Network network, Plan plan, long rows, double length, int threads) {
    double inputs = rows * length;
    boolean isSequential = network.input().isSequential();
    long columns =
        plan.sampled().isOn()
            ? Math.min(network.items(), (long) Math.ceil(1.5 * inputs) + plan.sampled().negatives())
            : network.items();
    return new BatchSize(
        rows,
        isSequential ? (long) Math.ceil(1.5 * inputs) : rows,
        inputs,
        network.items(),
        columns,
        rows * network.procedure().targets().expected(length, network.items()),
        threads);
  }

  private static long ofParameters(Network network, OptimizerKind kind, long users) {
    long floats = (1L + kind.arrays()) * users * network.userWidth();
    for (BlockShape shape : network.blocks()) {
      floats += shape.size() * (shape.kind().isTrained() ? 1 + kind.arrays() : 1);
      floats += kind.countsRows(shape) ? 2L * shape.rows() : 0;
    }
    return floats;
  }

  private static long ofLayers(Network network, BatchSize size) {
    long floats = network.output().floats(size);
    floats += size.floats(network.input().scratch());
    for (Layer layer : network.hidden()) {
      floats += size.floats(layer.scratch());
    }
    int perActivation = network.hasPrior() ? 3 : 2;
    for (int layer = 0; layer + 1 < network.layers(); layer++) {
      floats += perActivation * size.floats(network.outputs(layer));
    }
    boolean refeeds = network.procedure().refeeds();
    floats += network.corruption().isDense() ? DenseInput.floats(size) : 0;
    floats += refeeds ? DenseInput.floats(size) : 0;
    floats += refeeds ? network.output().refeeding().floats(size) : 0;
    return floats;
  }

  private static void requireTargets(long rows, double targets) {
    if (targets > LongestArray.LENGTH) {
      throw new IllegalArgumentException(
          "Invalid batch: %,.0f items of %,d rows with those drawn (expected at most %,d, the longest array). Lower train.batch or the number of negatives"
              .formatted(targets, rows, LongestArray.LENGTH));
    }
  }
}
