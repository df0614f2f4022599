package io.nocturne.nn;

import io.nocturne.math.Kernels;
import java.util.Arrays;

/**
 * The first layer: y = f(sum of x_i W_i + b) over the items i of a history, with W [items x
 * outputs], an item's weights being one row. The parameters are W and then b. The input is never
 * made dense: a row of y is a sum of the rows of W whose items are there, and only those rows get a
 * gradient.
 *
 * @param items how many items there are, 1 or more
 * @param outputs width of y, 1 or more
 * @param contraction a penalty on the Jacobian; null for none
 */
record ItemInput(int items, int outputs, Activation activation, Contraction contraction)
    implements Input {
  /** How many items one turn updates: rows that rest are updated together. */
  private static final int ITEMS = 256;

  ItemInput {
    Network.checkWidth(items);
    Network.checkWidth(outputs);
  }

  ItemInput(int items, int outputs, Activation activation) {
    this(items, outputs, activation, null);
  }

  @Override
  public long parameters() {
    return (long) items * outputs + outputs;
  }

  @Override
  public void addRows(ParameterRows rows) {
    rows.add(items, outputs);
    rows.add(1, outputs);
  }

  @Override
  public void initialize(Initializer initializer, int at) {
    initializer.weights(at, items, outputs);
    initializer.biases(at + items * outputs, outputs);
  }

  @Override
  public int scratch() {
    return activation.kept() * outputs;
  }

  @Override
  public void forward(Pass pass, int at, Batch batch, float[] out, float[] scratch) {
    if (batch.dense != null) {
      forwardDense(pass, at, batch, out, scratch);
      return;
    }
    Kernels kernels = pass.compute.kernels();
    int biases = at + items * outputs;
    pass.compute.byBlocks(
        pass.rows,
        Compute.ROWS / 4, // histories differ in length
        (from, to) -> {
          for (int r = from; r < to; r++) {
            System.arraycopy(pass.theta, biases, out, r * outputs, outputs);
            if (pass.users != null) {
              pass.users.add(pass, batch, r, out);
            }
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
          pass.activate(activation, out, scratch, from * outputs, (to - from) * outputs);
        });
  }

  @Override
  public void backward(
      Pass pass, int at, Batch batch, float[] out, float[] outGradient, float[] scratch) {
    pass.compute.byRows(
        pass.rows,
        (from, to) -> {
          int first = from * outputs;
          activation.backward(out, scratch, first, outGradient, first, (to - from) * outputs);
        });
    float[] factors = null;
    if (contraction != null) {
      contraction.addGradient(pass, activation, out, pass.buffers.squares, outGradient);
      factors = contraction.factors(pass, activation, out, outputs);
    }
    update(pass, at, batch, outGradient, factors);
    if (pass.users != null) {
      pass.users.update(pass, batch, outGradient);
    }
  }

  /** Hands over the gradient of the parameters; {@code factors} are the contraction's, or null. */
  private void update(Pass pass, int at, Batch batch, float[] outGradient, float[] factors) {
    if (batch.dense != null) {
      backwardDense(pass, at, batch.dense, outGradient, factors);
      updateBiases(pass, at + items * outputs, outGradient);
      return;
    }
    int blocks = (items + ITEMS - 1) / ITEMS;
    // the last turn is for the biases
    pass.compute
        .loop()
        .run(
            blocks + 1,
            block -> {
              if (block < blocks) {
                int first = block * ITEMS;
                int end = Math.min(items, first + ITEMS);
                updateItems(pass, at, batch, outGradient, first, end, factors);
              } else {
                updateBiases(pass, at + items * outputs, outGradient);
              }
            });
  }

  private void updateItems(
      Pass pass, int at, Batch batch, float[] outGradient, int first, int end, float[] factors) {
    Kernels kernels = pass.compute.kernels();
    float[] gradient = pass.scratch(outputs);
    int next = first; // the first item that has not been updated yet
    int k = batch.firstTouched(first);
    for (; k < batch.touchedCount && batch.touched[k] < end; k++) {
      int item = batch.touched[k];
      rest(pass, at, next, item, factors);
      begin(pass, at + item * outputs, gradient, factors);
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
    rest(pass, at, next, end, factors);
  }

  private void begin(Pass pass, int row, float[] gradient, float[] factors) {
    if (factors == null) {
      Arrays.fill(gradient, 0, outputs, 0);
    } else {
      Contraction.fill(pass, row, factors, gradient);
    }
  }

  private void rest(Pass pass, int at, int from, int to, float[] factors) {
    if (factors != null) {
      Contraction.updateRest(pass, at + from * outputs, at + to * outputs, factors);
    } else if (to > from) {
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

  private void forwardDense(Pass pass, int at, Batch batch, float[] out, float[] scratch) {
    float[] dense = batch.dense;
    Tiles tiles = Tiles.of(items);
    int biases = at + items * outputs;
    pass.compute.byBlocks(
        pass.rows,
        Compute.ROWS / 2, // a small batch is to keep all threads busy
        (from, to) -> {
          for (int r = from; r < to; r++) {
            System.arraycopy(pass.theta, biases, out, r * outputs, outputs);
            if (pass.users != null) {
              pass.users.add(pass, batch, r, out);
            }
          }
          for (int t = 0; t < tiles.count(); t++) {
            int in = (t * pass.rows + from) * tiles.width();
            int weights = at + t * tiles.width() * outputs;
            DenseInput.addProduct(
                pass,
                dense,
                in,
                tiles.width(),
                to - from,
                tiles.width(t),
                weights,
                outputs,
                out,
                from * outputs);
          }
          pass.activate(activation, out, scratch, from * outputs, (to - from) * outputs);
        });
  }

  private void backwardDense(
      Pass pass, int at, float[] dense, float[] outGradient, float[] factors) {
    Tiles tiles = Tiles.of(items);
    pass.compute
        .loop()
        .run(
            tiles.count(),
            t -> {
              int width = tiles.width(t);
              float[] gradient = pass.scratch(width * outputs);
              int weights = at + t * tiles.width() * outputs;
              float beta = penalized(pass, weights, width, gradient, factors);
              DenseInput.byWeights(pass, dense, tiles, t, outGradient, outputs, beta, gradient);
              pass.optimizer.update(
                  pass.compute.kernels(), pass.theta, weights, gradient, 0, width * outputs, true);
            });
  }

  /**
   * Writes the contraction's gradient, if there is one; returns whether the rest is to be added.
   */
  private float penalized(Pass pass, int at, int count, float[] gradient, float[] factors) {
    if (factors == null) {
      return 0;
    }
    for (int k = 0; k < count * outputs; k++) {
      gradient[k] = factors[k % outputs] * pass.theta[at + k];
    }
    return 1;
  }

  @Override
  public Input linear() {
    return new ItemInput(items, outputs, Activation.IDENTITY);
  }

  @Override
  public float[] squares(Pass pass) {
    return Contraction.squares(pass, 0, items, outputs);
  }

  @Override
  public double penalty(Pass pass, float[] out) {
    if (contraction == null) {
      return 0;
    }
    pass.buffers.squares = Contraction.squares(pass, 0, items, outputs);
    return contraction.penalty(pass, activation, out, pass.buffers.squares);
  }
}
