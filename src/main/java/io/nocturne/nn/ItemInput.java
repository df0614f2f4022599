package io.nocturne.nn;

import io.nocturne.math.Kernels;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The first layer: y = f(sum of x_i W_i + b) over the items i of a history, with W [items x
 * outputs], an item's weights being one row. The parameters are W and then b. The input is never
 * made dense: a row of y is a sum of the rows of W whose items are there, and only those rows get a
 * gradient.
 *
 * @param items how many items there are, 1 or more
 * @param outputs width of y, 1 or more
 */
record ItemInput(int items, int outputs, Activation activation) implements Serializable {
  /** How many items one turn updates: rows that rest are updated together. */
  private static final int ITEMS = 256;

  ItemInput {
    Network.checkWidth(items);
    Network.checkWidth(outputs);
  }

  long parameters() {
    return (long) items * outputs + outputs;
  }

  void initialize(Initializer initializer, int at) {
    initializer.weights(at, items, outputs);
    initializer.biases(at + items * outputs, outputs);
  }

  void forward(Pass pass, int at, Batch batch, float[] out) {
    Kernels kernels = pass.compute.kernels();
    int biases = at + items * outputs;
    pass.compute.byBlocks(
        pass.rows,
        Compute.ROWS / 4, // histories differ in length
        (from, to) -> {
          for (int r = from; r < to; r++) {
            System.arraycopy(pass.theta, biases, out, r * outputs, outputs);
            for (int k = batch.starts[r]; k < batch.starts[r + 1]; k++) {
              kernels.axpy(
                  batch.weights[k],
                  pass.theta,
                  at + batch.items[k] * outputs,
                  out,
                  r * outputs,
                  outputs);
            }
          }
          activation.apply(kernels, out, from * outputs, (to - from) * outputs);
        });
  }

  void backward(Pass pass, int at, Batch batch, float[] out, float[] outGradient) {
    pass.compute.byRows(
        pass.rows,
        (from, to) -> activation.backward(out, outGradient, from * outputs, (to - from) * outputs));
    int blocks = (items + ITEMS - 1) / ITEMS;
    // the last turn is for the biases
    pass.compute
        .loop()
        .run(
            blocks + 1,
            block -> {
              if (block < blocks) {
                int first = block * ITEMS;
                updateItems(pass, at, batch, outGradient, first, Math.min(items, first + ITEMS));
              } else {
                updateBiases(pass, at + items * outputs, outGradient);
              }
            });
  }

  private void updateItems(
      Pass pass, int at, Batch batch, float[] outGradient, int first, int end) {
    Kernels kernels = pass.compute.kernels();
    float[] gradient = pass.scratch(outputs);
    int next = first; // the first item that has not been updated yet
    int k = batch.firstTouched(first);
    for (; k < batch.touchedCount && batch.touched[k] < end; k++) {
      int item = batch.touched[k];
      rest(pass, at, next, item);
      Arrays.fill(gradient, 0, outputs, 0);
      for (int e = batch.touchedStarts[k]; e < batch.touchedStarts[k + 1]; e++) {
        kernels.axpy(
            batch.touchedWeights[e],
            outGradient,
            batch.touchedRows[e] * outputs,
            gradient,
            0,
            outputs);
      }
      pass.optimizer.update(kernels, pass.theta, at + item * outputs, gradient, 0, outputs, true);
      next = item + 1;
    }
    rest(pass, at, next, end);
  }

  private void rest(Pass pass, int at, int from, int to) {
    if (to > from) {
      pass.optimizer.rest(
          pass.compute.kernels(), pass.theta, at + from * outputs, (to - from) * outputs, true);
    }
  }

  private void updateBiases(Pass pass, int at, float[] outGradient) {
    Kernels kernels = pass.compute.kernels();
    float[] gradient = pass.scratch(outputs);
    Arrays.fill(gradient, 0, outputs, 0);
    for (int r = 0; r < pass.rows; r++) {
      kernels.axpy(1, outGradient, r * outputs, gradient, 0, outputs);
    }
    pass.optimizer.update(kernels, pass.theta, at, gradient, 0, outputs, false);
  }
}
