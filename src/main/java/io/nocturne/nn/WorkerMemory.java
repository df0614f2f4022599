package io.nocturne.nn;

import java.util.List;

/**
 * The memory of a {@link Worker}, in bytes: parameters and the one or two arrays of the optimizer
 * (8 P or 12 P for P parameters); the shard (8 a interaction, 4 a user); activations and gradients
 * of the hidden layers (8 a unit and row of the batch); scores (4 a column and row) with 12 for
 * each row and tile; the gradient of the last hidden layer once for each group of tiles; a tile's
 * gradient for each thread. The gradient of the parameters is never there as a whole. Where noise
 * is on every item or predictions are fed again, an input of all items (4 an item and row) for
 * either; where users have vectors, those and what the optimizer keeps for them; where there is a
 * prior, the activations of its encoder.
 */
public final class WorkerMemory {
  private WorkerMemory() {}

  /**
   * The bytes for a shard of so many users with so many interactions together.
   *
   * @param threads how many threads compute
   * @throws IllegalArgumentException if a batch would not fit into the longest array
   */
  public static long bytes(Network network, Plan plan, long users, long entries, int threads) {
    long rows = Math.min(plan.localBatch(), Math.max(1, users));
    double read = 1.5 * (1 + network.corruption().salt()); // what is added takes room too
    long inBatch = (long) Math.ceil(read * rows * entries / Math.max(1, users));
    long columns =
        plan.sampled().isOn()
            ? Math.min(network.items(), inBatch + plan.sampled().negatives())
            : network.items();
    Tiles tiles = Tiles.of((int) columns);
    long inputs = network.output().inputs();
    tiles.size((int) rows);
    network.widths().forEach(width -> requireArray(rows, width));
    requireArray(rows, network.input().scratch());
    network.hidden().forEach(layer -> requireArray(rows, layer.scratch()));
    requireArray(rows, tiles.groups() * inputs);
    long floats =
        (1 + plan.optimizer().arrays()) * (network.parameters() + users * network.userWidth());
    floats += plan.optimizer().countsRows() ? 2L * ParameterRows.of(network).itemRows() : 0;
    for (int width : network.widths()) {
      floats += 2 * rows * width;
    }
    for (Layer layer : network.hidden()) {
      floats += rows * layer.scratch();
    }
    floats += rows * tiles.count() * (tiles.width() + 3L);
    floats += tiles.groups() * rows * inputs;
    floats += threads * tiles.width() * (inputs + 1);
    floats += plan.sampled().isOn() ? columns * (inputs + 1) : 0;
    floats += beside(network, rows);
    long batches = 2 * (36 * inBatch + 16 * rows) + 4L * network.items();
    double drawn = drawn(network, rows, users, entries);
    requireTargets(rows, inBatch + drawn);
    batches += (long) ((2 * 12 + 4) * 1.5 * drawn); // targets in both, their scores once
    long sampler = plan.sampled().isOn() ? 12L * network.items() : 0;
    return floats * Float.BYTES + 8 * entries + 4 * users + batches + sampler;
  }

  /** How many targets of weight 0 a batch draws: no more of them than its rows have not. */
  private static double drawn(Network network, long rows, long users, long entries) {
    double length = (double) entries / Math.max(1, users);
    double lacking = Math.max(0, network.items() - length);
    return rows * Math.min(lacking, network.procedure().negatives() * length);
  }

  /** Dense inputs, and what the encoder of a prior puts out. */
  private static long beside(Network network, long rows) {
    Tiles all = Tiles.of(network.items());
    long dense = rows * all.count() * all.width();
    long floats = network.corruption().isDense() ? dense : 0;
    floats += network.procedure().refeeds() ? dense : 0;
    for (int width : network.hasPrior() ? network.widths() : List.<Integer>of()) {
      floats += rows * width;
    }
    return floats;
  }

  private static void requireTargets(long rows, double targets) {
    if (targets > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Invalid batch: %,.0f items of %,d rows with those drawn (expected at most %,d, the longest array). Lower train.batch or the number of negatives"
              .formatted(targets, rows, Integer.MAX_VALUE - 8));
    }
  }

  private static void requireArray(long rows, long width) {
    if (rows * width > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Invalid batch: %,d rows x %,d units (expected at most %,d together, the longest array). Lower train.batch or the widths of the layers"
              .formatted(rows, width, Integer.MAX_VALUE - 8));
    }
  }
}
