package io.nocturne.nn.layer;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.Kernels;
import io.nocturne.math.Matrix;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Tiles;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;

/**
 * The first layer over bags of items: y = f(sum of x_i W_i + b) over the items i of a history, with
 * W [items x outputs], an item's weights being one row. The input is never made dense: a row of y
 * is a sum of the rows of W whose items are there, and only those rows get a gradient.
 *
 * @param items how many items there are, 1 or more
 * @param outputs width of y, 1 or more
 * @param rowsOf what the columns of a history are: items, or users
 * @param contraction a penalty on the Jacobian; null for none
 */
public record ItemInput(
    int items, int outputs, Activation activation, RowsOf rowsOf, Contraction contraction)
    implements Input {
  /** How many items one turn updates: rows that rest are updated together. */
  private static final int ITEMS = 256;

  /** Checks that the widths are in range. */
  public ItemInput {
    Widths.require(items);
    Widths.require(outputs);
  }

  /** Over items, without a penalty. */
  public ItemInput(int items, int outputs, Activation activation) {
    this(items, outputs, activation, RowsOf.ITEMS, null);
  }

  @Override
  public List<BlockShape> blocks() {
    return List.of(
        BlockShape.weights("weights", rowsOf, items, outputs), BlockShape.biases("bias", outputs));
  }

  @Override
  public int scratch() {
    return activation.kept() * outputs;
  }

  @Override
  public void forward(Pass pass, List<BlockArray> blocks, float[] out, float[] scratch) {
    boolean isSparse = pass.batch().dense() == null;
    int together = Compute.ROWS / (isSparse ? 4 : 2); // small, as histories differ in length
    pass.compute()
        .byBlocks(
            pass.positions(),
            together,
            (from, to) -> {
              begin(pass, blocks.get(1), from, to, out);
              if (isSparse) {
                addItems(pass, blocks.get(0), from, to, out);
              } else {
                addDense(pass, blocks.get(0), from, to, out);
              }
              pass.activate(activation, out, scratch, from * outputs, (to - from) * outputs);
            });
  }

  private void begin(Pass pass, BlockArray biases, int from, int to, float[] out) {
    for (int r = from; r < to; r++) {
      System.arraycopy(biases.floats(), 0, out, r * outputs, outputs);
      pass.users().add(pass, r, out);
    }
  }

  private void addItems(Pass pass, BlockArray weights, int from, int to, float[] out) {
    Kernels kernels = pass.kernels();
    Batch batch = pass.batch();
    for (int r = from; r < to; r++) {
      for (int k = batch.starts()[r]; k < batch.starts()[r + 1]; k++) {
        int row = weights.row(batch.items()[k]);
        kernels.axpy(batch.weights()[k], weights.floats(), row, out, r * outputs, outputs);
      }
    }
  }

  private void addDense(Pass pass, BlockArray weights, int from, int to, float[] out) {
    Tiles tiles = Tiles.of(items);
    float[] dense = pass.batch().dense();
    Matrix sums = Matrix.of(out, from * outputs, to - from, outputs);
    for (int t = 0; t < tiles.count(); t++) {
      Matrix tile = DenseInput.rows(dense, tiles, t, pass.positions(), from, to);
      Matrix ofTile = weights.rows(t * tiles.width(), tiles.width(t));
      pass.sgemm().multiply(tile, ofTile, 1, sums);
    }
  }

  @Override
  public void backward(
      Pass pass, List<BlockArray> blocks, float[] out, float[] outGradient, float[] scratch) {
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              int first = from * outputs;
              activation.backward(out, scratch, first, outGradient, first, (to - from) * outputs);
            });
    float[] factors = null;
    if (contraction != null) {
      float[] squares = pass.workspace().output().squares;
      contraction.addGradient(pass, activation, out, squares, outGradient);
      factors = contraction.factors(pass, activation, out, outputs);
    }
    if (pass.batch().dense() == null) {
      update(pass, blocks, outGradient, factors);
    } else {
      updateDense(pass, blocks.get(0), outGradient, factors);
      updateBiases(pass, blocks.get(1), outGradient);
    }
    pass.users().update(pass, outGradient);
  }

  /** Hands over the gradient of the parameters; {@code factors} are the contraction's, or null. */
  private void update(Pass pass, List<BlockArray> blocks, float[] outGradient, float[] factors) {
    int turns = (items + ITEMS - 1) / ITEMS;
    // the last turn is for the biases
    pass.compute()
        .loop()
        .run(
            turns + 1,
            turn -> {
              if (turn < turns) {
                int first = turn * ITEMS;
                int end = Math.min(items, first + ITEMS);
                updateItems(pass, blocks.get(0), outGradient, first, end, factors);
              } else {
                updateBiases(pass, blocks.get(1), outGradient);
              }
            });
  }

  private void updateItems(
      Pass pass, BlockArray weights, float[] outGradient, int first, int end, float[] factors) {
    Kernels kernels = pass.kernels();
    Batch batch = pass.batch();
    float[] gradient = pass.scratch(outputs);
    int next = first; // the first item that has not been updated yet
    int k = batch.firstTouched(first);
    for (; k < batch.touchedCount() && batch.touched()[k] < end; k++) {
      int item = batch.touched()[k];
      rest(pass, weights, next, item, factors);
      if (factors == null) {
        Arrays.fill(gradient, 0, outputs, 0);
      } else {
        Contraction.fill(weights, weights.row(item), factors, gradient);
      }
      for (int e = batch.touchedStarts()[k]; e < batch.touchedStarts()[k + 1]; e++) {
        int row = batch.touchedPositions()[e] * outputs;
        kernels.axpy(batch.touchedWeights()[e], outGradient, row, gradient, 0, outputs);
      }
      pass.optimizer().update(kernels, weights, weights.row(item), gradient, 0, outputs);
      next = item + 1;
    }
    rest(pass, weights, next, end, factors);
  }

  private void rest(Pass pass, BlockArray weights, int from, int to, float[] factors) {
    if (factors != null) {
      Contraction.updateRest(pass, weights, from, to, factors);
    } else if (to > from) {
      pass.optimizer().rest(pass.kernels(), weights, weights.row(from), (to - from) * outputs);
    }
  }

  private void updateBiases(Pass pass, BlockArray biases, float[] outGradient) {
    Kernels kernels = pass.kernels();
    float[] gradient = pass.scratch(outputs);
    Arrays.fill(gradient, 0, outputs, 0);
    for (int r = 0; r < pass.positions(); r++) {
      kernels.axpy(1, outGradient, r * outputs, gradient, 0, outputs);
    }
    pass.optimizer().update(kernels, biases, 0, gradient, 0, outputs);
  }

  private void updateDense(Pass pass, BlockArray weights, float[] outGradient, float[] factors) {
    Tiles tiles = Tiles.of(items);
    float[] dense = pass.batch().dense();
    Matrix byRows = Matrix.of(outGradient, pass.positions(), outputs);
    pass.compute()
        .loop()
        .run(
            tiles.count(),
            t -> {
              int width = tiles.width(t);
              int first = weights.row(t * tiles.width());
              float[] gradient = pass.scratch(width * outputs);
              float beta = penalized(weights, first, width, gradient, factors);
              Matrix tile = DenseInput.tile(dense, tiles, t, pass.positions());
              pass.sgemm()
                  .multiply(tile.transpose(), byRows, beta, Matrix.of(gradient, width, outputs));
              pass.optimizer().update(pass.kernels(), weights, first, gradient, 0, width * outputs);
            });
  }

  /**
   * Writes the contraction's gradient, if there is one; returns whether the rest is to be added.
   */
  private float penalized(
      BlockArray weights, int first, int count, float[] gradient, float[] factors) {
    if (factors == null) {
      return 0;
    }
    for (int k = 0; k < count * outputs; k++) {
      gradient[k] = factors[k % outputs] * weights.floats()[first + k];
    }
    return 1;
  }

  @Override
  public boolean hasJacobian() {
    return true;
  }

  @Override
  public Input linear() {
    return new ItemInput(items, outputs, Activation.IDENTITY, rowsOf, null);
  }

  @Override
  public float[] squares(Pass pass, List<BlockArray> blocks) {
    return Contraction.squares(pass, blocks.get(0));
  }

  @Override
  public double penalty(Pass pass, List<BlockArray> blocks, float[] out) {
    if (contraction == null) {
      return 0;
    }
    float[] squares = Contraction.squares(pass, blocks.get(0));
    pass.workspace().output().squares = squares;
    return contraction.penalty(pass, activation, out, squares);
  }
}
