package io.nocturne.nn.layer;

import io.nocturne.math.Kernels;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Initializer;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;

/**
 * A first layer over sequences: y_p = (1 - a) y_(p-1) + a E[item_p] for each position p of a
 * history, with y = 0 before the first one and E [items x outputs]. The simplest layer with an
 * output that depends on the order of a history.
 *
 * @param share a, above 0 and at most 1
 */
public record ExponentialAverage(int items, int outputs, double share) implements Input {
  @Override
  public List<BlockShape> blocks() {
    return List.of(BlockShape.weights("weights", RowsOf.ITEMS, items, outputs));
  }

  @Override
  public void initialize(Initializer initializer, List<BlockArray> blocks) {
    initializer.weights(blocks.get(0));
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public void forward(Pass pass, List<BlockArray> blocks, float[] out, float[] scratch) {
    BlockArray weights = blocks.get(0);
    Batch batch = pass.batch();
    pass.compute()
        .byRows(
            batch.rows(),
            (from, to) -> {
              int first = batch.firstPosition(from);
              int end = batch.firstPosition(to);
              Arrays.fill(out, first * outputs, end * outputs, 0);
              for (int r = from; r < to; r++) {
                for (int p = batch.firstPosition(r); p < batch.firstPosition(r + 1); p++) {
                  add(pass.kernels(), p > batch.firstPosition(r), out, p - 1, out, p);
                  int row = weights.row(batch.items()[p]);
                  pass.kernels()
                      .axpy((float) share, weights.floats(), row, out, p * outputs, outputs);
                }
              }
            });
  }

  /** Adds the decayed values of one position to another of the same history. */
  private void add(Kernels kernels, boolean isSame, float[] x, int from, float[] y, int to) {
    if (isSame) {
      kernels.axpy((float) (1 - share), x, from * outputs, y, to * outputs, outputs);
    }
  }

  @Override
  public void backward(
      Pass pass, List<BlockArray> blocks, float[] out, float[] outGradient, float[] scratch) {
    Batch batch = pass.batch();
    Kernels kernels = pass.kernels();
    for (int r = 0; r < batch.rows(); r++) {
      for (int p = batch.firstPosition(r + 1) - 1; p > batch.firstPosition(r); p--) {
        add(kernels, true, outGradient, p, outGradient, p - 1);
      }
    }
    BlockArray weights = blocks.get(0);
    float[] gradient = pass.scratch(outputs);
    int next = 0;
    for (int k = 0; k < batch.touchedCount(); k++) {
      int item = batch.touched()[k];
      rest(pass, weights, next, item);
      Arrays.fill(gradient, 0, outputs, 0);
      for (int e = batch.touchedStarts()[k]; e < batch.touchedStarts()[k + 1]; e++) {
        int at = batch.touchedPositions()[e] * outputs;
        kernels.axpy((float) share, outGradient, at, gradient, 0, outputs);
      }
      pass.optimizer().update(kernels, weights, weights.row(item), gradient, 0, outputs);
      next = item + 1;
    }
    rest(pass, weights, next, items);
  }

  private static void rest(Pass pass, BlockArray weights, int from, int to) {
    if (to > from) {
      int length = weights.row(to) - weights.row(from);
      pass.optimizer().rest(pass.kernels(), weights, weights.row(from), length);
    }
  }
}
