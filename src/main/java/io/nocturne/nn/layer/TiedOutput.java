package io.nocturne.nn.layer;

import io.nocturne.math.Kernels;
import io.nocturne.math.Matrix;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Tiles;
import io.nocturne.nn.loss.Loss;
import io.nocturne.nn.loss.ScoreTile;
import io.nocturne.nn.parameter.BlockArray;
import java.util.List;

/**
 * The last layer of a linear autoencoder with tied weights: the scores are s = W h, with the W of
 * {@link TiedInput}, which is the layer before and updates W for both.
 *
 * @param inputs width of h, 1 or more
 * @param items how many items there are, 1 or more
 * @param residual whether the input is taken off the scores: s = W h - x
 */
public record TiedOutput(int inputs, int items, Loss loss, boolean residual) implements Output {
  /** Checks that the widths are in range. */
  public TiedOutput {
    Widths.require(inputs);
    Widths.require(items);
  }

  @Override
  public boolean isTied() {
    return true;
  }

  @Override
  public float maxWeight() {
    return loss.maxWeight();
  }

  @Override
  public void score(Pass pass, List<BlockArray> blocks, float[] hidden, int first, Matrix scores) {
    ItemScores.product(pass, blocks.get(0), hidden, first, scores);
    float[] scales = pass.workspace().output().scales;
    for (int r = 0; r < scores.rows(); r++) {
      int at = ItemScores.at(scores, r);
      for (int i = 0; i < scores.columns(); i++) {
        scores.values()[at + i] *= scales[first + i];
      }
      if (residual) {
        subtractHistory(pass.batch(), r, first, scores);
      }
    }
    ItemScores.finish(pass, loss, scores);
  }

  private static void subtractHistory(Batch batch, int row, int first, Matrix scores) {
    int at = ItemScores.at(scores, row);
    for (int k = batch.starts()[row]; k < batch.starts()[row + 1]; k++) {
      int column = batch.items()[k] - first;
      if (column >= 0 && column < scores.columns()) {
        scores.values()[at + column] -= batch.weights()[k];
      }
    }
  }

  @Override
  public double forward(Pass pass, List<BlockArray> blocks, float[] hidden) {
    OutputBuffers buffers = pass.workspace().output();
    buffers.reserve(pass.batch(), inputs);
    Tiles tiles = pass.batch().tiles();
    buffers.tileWeights.reserve(blocks.get(0).floats(), tiles, inputs);
    Matrix rows = Matrix.of(hidden, pass.positions(), inputs);
    pass.compute().loop().run(tiles.count(), t -> forward(pass, buffers.block.tile(t), rows));
    return buffers.complete(pass, loss);
  }

  private void forward(Pass pass, ScoreTile tile, Matrix hidden) {
    pass.sgemm()
        .multiply(
            hidden, pass.workspace().output().tileWeights.transposed(tile.tile()), tile.scores());
    scale(pass, tile);
    if (residual) {
      subtractInput(pass.kernels(), tile);
    }
    loss.forward(pass.kernels(), tile, pass.workspace().output().noBiases(items), 0);
  }

  /** Takes off what was read, noise and all, so that no item speaks for itself. */
  private static void subtractInput(Kernels kernels, ScoreTile tile) {
    Batch batch = tile.batch();
    float[] scores = tile.block().scores();
    if (batch.dense() != null) { // which is cut into the same tiles
      for (int r = 0; r < tile.rows(); r++) {
        kernels.axpy(-1, batch.dense(), tile.at(r), scores, tile.at(r), tile.columns());
      }
      return;
    }
    int first = tile.firstColumn();
    int end = first + tile.columns();
    int k = batch.firstTouched(first);
    for (; k < batch.touchedCount() && batch.touched()[k] < end; k++) {
      for (int e = batch.touchedStarts()[k]; e < batch.touchedStarts()[k + 1]; e++) {
        int at = tile.at(batch.touchedPositions()[e]) + batch.touched()[k] - first;
        scores[at] -= batch.touchedWeights()[e];
      }
    }
  }

  private static void scale(Pass pass, ScoreTile tile) {
    float[] scales = pass.workspace().output().scales;
    float[] scores = tile.block().scores();
    int first = tile.firstColumn();
    for (int r = 0; r < tile.rows(); r++) {
      int at = tile.at(r);
      for (int c = 0; c < tile.columns(); c++) {
        scores[at + c] *= scales[first + c];
      }
    }
  }

  /** Leaves the gradient by W h in the buffers, for {@link TiedInput}. */
  @Override
  public void backward(Pass pass, List<BlockArray> blocks, float[] hidden, float[] hiddenGradient) {
    Tiles tiles = pass.batch().tiles();
    OutputBuffers buffers = pass.workspace().output();
    pass.compute()
        .loop()
        .run(
            tiles.groups(),
            group -> {
              int at = group * pass.positions() * inputs;
              Matrix partial = Matrix.of(buffers.partials, at, pass.positions(), inputs);
              for (int t = tiles.first(group); t < tiles.first(group + 1); t++) {
                ScoreTile tile = buffers.block.tile(t);
                loss.backward(pass.kernels(), tile);
                scale(pass, tile);
                float beta = t == tiles.first(group) ? 0 : 1;
                pass.sgemm().multiply(tile.scores(), buffers.tileWeights.rows(t), beta, partial);
              }
            });
    buffers.addPartials(pass, tiles.groups(), inputs, hiddenGradient);
  }

  @Override
  public long floats(BatchSize size) {
    return ItemOutput.floats(size, inputs) + 2L * items; // with scales and no biases
  }
}
