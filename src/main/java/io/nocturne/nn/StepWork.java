package io.nocturne.nn;

import io.nocturne.nn.layer.BatchSize;
import io.nocturne.nn.layer.Layer;
import io.nocturne.nn.parameter.BlockShape;

/**
 * The work of one step of a {@link Worker}, from which its time is estimated. A product of weights
 * with a batch has two operations for each weight and position, and there are three of them:
 * forward, and backward by what came in and by the weights. The optimizer reads and writes a
 * parameter and its arrays, 24 bytes with Adam; the gradient is in the caches. The input layer adds
 * up a row of weights for each interaction and reads it from anywhere in memory.
 *
 * <p>Not counted is the work between products (softmax, activations, batches prepared meanwhile).
 *
 * @param products floating-point operations of matrix products
 * @param inputs weights that the input layer adds up, forward
 * @param updates parameters that the optimizer changes
 * @param arrays how many arrays it changes: the parameters and those it remembers, 2 or 3
 */
public record StepWork(double products, double inputs, double updates, int arrays) {
  private static final int PRODUCTS = 3;

  /**
   * The expected work of a step. Where candidates are drawn or items rest, items are taken to occur
   * equally often: the work is somewhat less where some are popular.
   *
   * @param batch how many rows, 1 or more; it goes before that of the plan
   * @param entries how many interactions a history has, the mean
   */
  public static StepWork of(Network network, Plan plan, int batch, double entries) {
    int items = network.items();
    double kept = entries * (1 - network.corruption().dropout());
    double columns =
        plan.sampled().isOn()
            ? items - absent(items, batch, entries) * absence(items, plan.sampled().negatives())
            : items;
    long positions = network.input().isSequential() ? Math.round(batch * kept) : batch;
    double targets = batch * network.procedure().targets().expected(entries, items);
    BatchSize size = new BatchSize(batch, positions, batch * kept, items, columns, targets, 1);
    double products = network.output().products(size);
    for (Layer layer : network.hidden()) {
      products += layer.products(size);
    }
    double read = items - absent(items, batch, kept);
    return new StepWork(
        2.0 * PRODUCTS * products,
        network.input().sums(size),
        plan.itemsRest() ? changed(network, read, columns) : network.parameters(),
        1 + plan.optimizer().arrays());
  }

  /** The parameters with a gradient, where items rest that are neither read nor scored. */
  private static double changed(Network network, double read, double scored) {
    double sum = 0;
    for (int layer = 0; layer < network.layers(); layer++) {
      double rows = layer == 0 ? read : scored;
      for (BlockShape shape : network.blocks(layer)) {
        sum += shape.hasOwnedRows() ? rows * shape.width() : shape.size();
      }
    }
    return sum;
  }

  /** How many items none of the rows has. */
  private static double absent(int items, int rows, double entries) {
    return items * Math.pow(1 - Math.min(1, entries / items), rows);
  }

  /** The probability that an item is none of the draws. */
  private static double absence(int items, int draws) {
    return Math.pow(1 - 1.0 / items, draws);
  }

  /** Floating-point operations. */
  public double operations() {
    return products + 2 * inputs;
  }

  /** Bytes that go between the memory and the caches. */
  public double bytes() {
    return 2.0 * arrays * Float.BYTES * updates + Float.BYTES * inputs;
  }
}
