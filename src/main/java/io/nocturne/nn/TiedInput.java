package io.nocturne.nn;

import io.nocturne.math.Kernels;
import java.util.Arrays;

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
record TiedInput(int items, int outputs, boolean unit) implements Input {
  private static final int ITEMS = 128;
  private static final float SHORTEST = 1e-12f;

  TiedInput {
    Network.checkWidth(items);
    Network.checkWidth(outputs);
  }

  @Override
  public long parameters() {
    return (long) items * outputs;
  }

  @Override
  public void addRows(ParameterRows rows) {
    rows.add(items, outputs);
  }

  @Override
  public void initialize(Initializer initializer, int at) {
    initializer.weights(at, items, outputs);
  }

  @Override
  public Activation activation() {
    return Activation.IDENTITY;
  }

  @Override
  public Input linear() {
    return this;
  }

  @Override
  public float[] squares(Pass pass) {
    return Contraction.squares(pass, 0, items, outputs, pass.buffers.scales);
  }

  @Override
  public int scratch() {
    return 0;
  }

  /** What each row of the parameters is multiplied with, in {@code pass.buffers.scales}. */
  private void scale(Pass pass) {
    float[] scales = ScoreBlock.atLeast(pass.buffers.scales, items);
    Kernels kernels = pass.compute.kernels();
    pass.compute.byBlocks(
        items,
        ITEMS,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double squares = kernels.sumOfSquares(pass.theta, i * outputs, outputs);
            scales[i] = unit ? (float) (1 / Math.max(Math.sqrt(squares), SHORTEST)) : 1;
          }
        });
    pass.buffers.scales = scales;
  }

  @Override
  public void forward(Pass pass, int at, Batch batch, float[] out, float[] scratch) {
    scale(pass);
    pass.compute.byBlocks(
        pass.rows,
        Compute.ROWS / 4,
        (from, to) -> {
          Arrays.fill(out, from * outputs, to * outputs, 0);
          if (batch.dense == null) {
            forwardSparse(pass, batch, from, to, out);
          } else {
            forwardDense(pass, batch.dense, from, to, out);
          }
        });
  }

  private void forwardSparse(Pass pass, Batch batch, int from, int to, float[] out) {
    Kernels kernels = pass.compute.kernels();
    for (int r = from; r < to; r++) {
      for (int k = batch.starts[r]; k < batch.starts[r + 1]; k++) {
        int item = batch.items[k];
        float weight = pass.buffers.scales[item] * batch.weights[k];
        kernels.axpy(weight, pass.theta, item * outputs, out, r * outputs, outputs);
      }
    }
  }

  private void forwardDense(Pass pass, float[] dense, int from, int to, float[] out) {
    Tiles tiles = Tiles.of(items);
    int stride = tiles.width();
    float[] scaled = pass.scratch((to - from) * stride);
    for (int t = 0; t < tiles.count(); t++) {
      int first = t * stride;
      for (int r = from; r < to; r++) {
        int in = (t * pass.rows + r) * stride;
        for (int c = 0; c < tiles.width(t); c++) {
          scaled[(r - from) * stride + c] = pass.buffers.scales[first + c] * dense[in + c];
        }
      }
      DenseInput.addProduct(
          pass,
          scaled,
          0,
          stride,
          to - from,
          tiles.width(t),
          first * outputs,
          outputs,
          out,
          from * outputs);
    }
  }

  /** The gradient has a part from either side: the output layer has left its own in the buffers. */
  @Override
  public void backward(
      Pass pass, int at, Batch batch, float[] out, float[] outGradient, float[] scratch) {
    Tiles tiles = batch.tiles;
    pass.compute
        .loop()
        .run(
            tiles.count(),
            tile -> {
              ScoreTile scores = pass.buffers.block.tile(tile);
              float[] slice = pass.scratch(tiles.width() * outputs);
              if (batch.dense == null) {
                ofSparse(pass, batch, scores, outGradient, slice);
              } else {
                ofDense(pass, batch.dense, scores, outGradient, slice);
              }
              addOfOutput(pass, scores, out, slice);
              if (unit) {
                project(pass, scores, slice);
              }
              int from = scores.firstColumn() * outputs;
              int length = scores.columns() * outputs;
              pass.optimizer.update(
                  pass.compute.kernels(), pass.theta, from, slice, 0, length, true);
            });
  }

  private void addOfOutput(Pass pass, ScoreTile tile, float[] out, float[] slice) {
    pass.compute
        .sgemm()
        .multiply(
            true,
            false,
            tile.columns(),
            outputs,
            pass.rows,
            1,
            tile.block().scores,
            tile.at(0),
            tile.stride(),
            out,
            0,
            outputs,
            1,
            slice,
            0,
            outputs);
  }

  private void ofDense(
      Pass pass, float[] dense, ScoreTile tile, float[] outGradient, float[] slice) {
    Tiles tiles = Tiles.of(items);
    DenseInput.byWeights(pass, dense, tiles, tile.tile(), outGradient, outputs, 0, slice);
    for (int c = 0; c < tile.columns(); c++) {
      float scale = pass.buffers.scales[tile.firstColumn() + c];
      pass.compute.kernels().scale(scale, slice, c * outputs, outputs);
    }
  }

  private void ofSparse(
      Pass pass, Batch batch, ScoreTile tile, float[] outGradient, float[] slice) {
    Kernels kernels = pass.compute.kernels();
    int first = tile.firstColumn();
    int end = first + tile.columns();
    Arrays.fill(slice, 0, tile.columns() * outputs, 0);
    for (int k = batch.firstTouched(first); k < batch.touchedCount && batch.touched[k] < end; k++) {
      int item = batch.touched[k];
      for (int e = batch.touchedStarts[k]; e < batch.touchedStarts[k + 1]; e++) {
        kernels.axpy(
            pass.buffers.scales[item] * batch.touchedWeights[e],
            outGradient,
            batch.touchedRows[e] * outputs,
            slice,
            (item - first) * outputs,
            outputs);
      }
    }
  }

  /** Takes off each row what goes along the row of the parameters. */
  private void project(Pass pass, ScoreTile tile, float[] slice) {
    Kernels kernels = pass.compute.kernels();
    for (int c = 0; c < tile.columns(); c++) {
      int item = tile.firstColumn() + c;
      float scale = pass.buffers.scales[item];
      float along = kernels.dot(slice, c * outputs, pass.theta, item * outputs, outputs);
      kernels.axpy(-along * scale * scale, pass.theta, item * outputs, slice, c * outputs, outputs);
    }
  }
}
