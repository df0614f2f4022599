package io.nocturne.nn.layer;

import io.nocturne.math.Compute;
import io.nocturne.math.Kernels;
import io.nocturne.math.Matrix;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Tiles;
import io.nocturne.nn.loss.ScoreBlock;
import io.nocturne.nn.loss.ScoreTile;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.RowsOf;
import java.util.Arrays;
import java.util.List;

/**
 * The first layer of a linear autoencoder with tied weights: the code is h = W'x with W [items x
 * outputs], without biases; {@link TiedOutput} reads the same W. If rows are of unit length, W is
 * made of the parameters A by dividing each row by its length, and gradients by A are those by W
 * less their part along the row, over the length (Vancura et al. 2022, section 3).
 *
 * @param items how many items there are, 1 or more
 * @param outputs width of h, 1 or more
 * @param unit whether rows are of unit length
 */
public record TiedInput(int items, int outputs, boolean unit) implements Input {
  private static final int ITEMS = 128;
  private static final float SHORTEST = 1e-12f;

  /** Checks that the widths are in range. */
  public TiedInput {
    Widths.require(items);
    Widths.require(outputs);
  }

  @Override
  public List<BlockShape> blocks() {
    return List.of(BlockShape.weights("weights", RowsOf.ITEMS, items, outputs));
  }

  @Override
  public boolean hasJacobian() {
    return true;
  }

  @Override
  public Input linear() {
    return this;
  }

  @Override
  public float[] squares(Pass pass, List<BlockArray> blocks) {
    return Contraction.squares(pass, blocks.get(0), pass.workspace().output().scales);
  }

  /** Keeps in the buffers what each row of the parameters is multiplied with. */
  private void scale(Pass pass, BlockArray weights) {
    OutputBuffers buffers = pass.workspace().output();
    float[] scales = ScoreBlock.atLeast(buffers.scales, items);
    buffers.scales = scales;
    if (!unit) {
      Arrays.fill(scales, 1);
      return;
    }
    Kernels kernels = pass.kernels();
    pass.compute()
        .byBlocks(
            items,
            ITEMS,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                double squares = kernels.sumOfSquares(weights.floats(), weights.row(i), outputs);
                scales[i] = (float) (1 / Math.max(Math.sqrt(squares), SHORTEST));
              }
            });
  }

  @Override
  public void forward(Pass pass, List<BlockArray> blocks, float[] out, float[] scratch) {
    scale(pass, blocks.get(0));
    pass.compute()
        .byBlocks(
            pass.positions(),
            Compute.ROWS / 4,
            (from, to) -> {
              Arrays.fill(out, from * outputs, to * outputs, 0);
              if (pass.batch().dense() == null) {
                addItems(pass, blocks.get(0), from, to, out);
              } else {
                addDense(pass, blocks.get(0), from, to, out);
              }
            });
  }

  private void addItems(Pass pass, BlockArray weights, int from, int to, float[] out) {
    Kernels kernels = pass.kernels();
    Batch batch = pass.batch();
    float[] scales = pass.workspace().output().scales;
    for (int r = from; r < to; r++) {
      for (int k = batch.starts()[r]; k < batch.starts()[r + 1]; k++) {
        int item = batch.items()[k];
        float weight = scales[item] * batch.weights()[k];
        kernels.axpy(weight, weights.floats(), weights.row(item), out, r * outputs, outputs);
      }
    }
  }

  private void addDense(Pass pass, BlockArray weights, int from, int to, float[] out) {
    float[] dense = pass.batch().dense();
    float[] scales = pass.workspace().output().scales;
    Tiles tiles = Tiles.of(items);
    int stride = tiles.width();
    float[] scaled = pass.scratch((to - from) * stride);
    for (int t = 0; t < tiles.count(); t++) {
      int first = t * stride;
      for (int r = from; r < to; r++) {
        int in = (t * pass.positions() + r) * stride;
        for (int c = 0; c < tiles.width(t); c++) {
          scaled[(r - from) * stride + c] = scales[first + c] * dense[in + c];
        }
      }
      pass.sgemm()
          .multiply(
              Matrix.of(scaled, 0, to - from, tiles.width(t), stride),
              weights.rows(first, tiles.width(t)),
              1,
              Matrix.of(out, from * outputs, to - from, outputs));
    }
  }

  /** Adds the gradients of both layers: the output layer has left its part in the buffers. */
  @Override
  public void backward(
      Pass pass, List<BlockArray> blocks, float[] out, float[] outGradient, float[] scratch) {
    BlockArray weights = blocks.get(0);
    Tiles tiles = pass.batch().tiles();
    pass.compute()
        .loop()
        .run(
            tiles.count(),
            tile -> {
              ScoreTile scores = pass.workspace().output().block.tile(tile);
              float[] slice = pass.scratch(tiles.width() * outputs);
              if (pass.batch().dense() == null) {
                byItems(pass, scores, outGradient, slice);
              } else {
                byDense(pass, scores, outGradient, slice);
              }
              pass.sgemm()
                  .multiply(
                      scores.transposed(),
                      Matrix.of(out, pass.positions(), outputs),
                      1,
                      Matrix.of(slice, scores.columns(), outputs));
              if (unit) {
                project(pass, weights, scores, slice);
              }
              int from = weights.row(scores.firstColumn());
              pass.optimizer()
                  .update(pass.kernels(), weights, from, slice, 0, scores.columns() * outputs);
            });
  }

  private void byDense(Pass pass, ScoreTile tile, float[] outGradient, float[] slice) {
    Matrix inputs =
        DenseInput.tile(pass.batch().dense(), Tiles.of(items), tile.tile(), pass.positions());
    pass.sgemm()
        .multiply(
            inputs.transpose(),
            Matrix.of(outGradient, pass.positions(), outputs),
            Matrix.of(slice, tile.columns(), outputs));
    for (int c = 0; c < tile.columns(); c++) {
      float scale = pass.workspace().output().scales[tile.firstColumn() + c];
      pass.kernels().scale(scale, slice, c * outputs, outputs);
    }
  }

  private void byItems(Pass pass, ScoreTile tile, float[] outGradient, float[] slice) {
    Kernels kernels = pass.kernels();
    Batch batch = pass.batch();
    float[] scales = pass.workspace().output().scales;
    int first = tile.firstColumn();
    int end = first + tile.columns();
    Arrays.fill(slice, 0, tile.columns() * outputs, 0);
    int k = batch.firstTouched(first);
    for (; k < batch.touchedCount() && batch.touched()[k] < end; k++) {
      int item = batch.touched()[k];
      for (int e = batch.touchedStarts()[k]; e < batch.touchedStarts()[k + 1]; e++) {
        kernels.axpy(
            scales[item] * batch.touchedWeights()[e],
            outGradient,
            batch.touchedPositions()[e] * outputs,
            slice,
            (item - first) * outputs,
            outputs);
      }
    }
  }

  /** Takes off each row what goes along the row of the parameters. */
  private void project(Pass pass, BlockArray weights, ScoreTile tile, float[] slice) {
    Kernels kernels = pass.kernels();
    for (int c = 0; c < tile.columns(); c++) {
      int item = tile.firstColumn() + c;
      int row = weights.row(item);
      float scale = pass.workspace().output().scales[item];
      float along = kernels.dot(slice, c * outputs, weights.floats(), row, outputs);
      kernels.axpy(-along * scale * scale, weights.floats(), row, slice, c * outputs, outputs);
    }
  }
}
