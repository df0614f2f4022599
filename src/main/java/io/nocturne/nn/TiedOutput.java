package io.nocturne.nn;

import io.nocturne.math.Kernels;

/**
 * The last layer of a linear autoencoder with tied weights: the scores are s = W h, with the W of
 * {@link TiedInput}, which lies right before it and updates W for both. It has no parameters.
 *
 * @param inputs width of h, 1 or more
 * @param items how many items there are, 1 or more
 * @param residual whether the input is taken off the scores: s = W h - x
 */
record TiedOutput(int inputs, int items, Loss loss, boolean residual) implements Output {
  TiedOutput {
    Network.checkWidth(inputs);
    Network.checkWidth(items);
  }

  @Override
  public long parameters() {
    return 0;
  }

  @Override
  public void addRows(ParameterRows rows) {}

  @Override
  public void initialize(Initializer initializer, int at) {}

  @Override
  public void score(Pass pass, int at, Batch batch, float[] hidden, float[] scores) {
    ItemScores.product(pass, 0, inputs, items, hidden, scores);
    for (int r = 0; r < pass.rows; r++) {
      for (int i = 0; i < items; i++) {
        scores[r * items + i] *= pass.buffers.scales[i];
      }
      if (residual) {
        for (int k = batch.starts[r]; k < batch.starts[r + 1]; k++) {
          scores[r * items + batch.items[k]] -= batch.weights[k];
        }
      }
    }
    loss.finish(pass.compute, pass.rows, items, scores);
  }

  @Override
  public double forward(Pass pass, int at, Batch batch, float[] hidden) {
    OutputBuffers buffers = pass.buffers;
    buffers.reserve(batch, inputs);
    Tiles tiles = batch.tiles;
    pass.compute.loop().run(tiles.count(), t -> forward(pass, buffers.block.tile(t), hidden));
    return buffers.complete(pass, loss);
  }

  private void forward(Pass pass, ScoreTile tile, float[] hidden) {
    pass.compute
        .sgemm()
        .multiply(
            false,
            true,
            pass.rows,
            tile.columns(),
            inputs,
            1,
            hidden,
            0,
            inputs,
            pass.theta,
            tile.firstColumn() * inputs,
            inputs,
            0,
            tile.block().scores,
            tile.at(0),
            tile.stride());
    scale(pass, tile);
    if (residual) {
      subtractInput(pass.compute.kernels(), tile);
    }
    loss.forward(pass.compute.kernels(), tile, pass.buffers.noBiases(items), 0);
  }

  /** Takes off what was read, noise and all, so that no item speaks for itself. */
  private static void subtractInput(Kernels kernels, ScoreTile tile) {
    Batch batch = tile.block().batch;
    float[] scores = tile.block().scores;
    if (batch.dense != null) { // which is cut into the same tiles
      for (int r = 0; r < tile.rows(); r++) {
        kernels.axpy(-1, batch.dense, tile.at(r), scores, tile.at(r), tile.columns());
      }
      return;
    }
    int first = tile.firstColumn();
    int end = first + tile.columns();
    for (int k = batch.firstTouched(first); k < batch.touchedCount && batch.touched[k] < end; k++) {
      for (int e = batch.touchedStarts[k]; e < batch.touchedStarts[k + 1]; e++) {
        scores[tile.at(batch.touchedRows[e]) + batch.touched[k] - first] -= batch.touchedWeights[e];
      }
    }
  }

  private static void scale(Pass pass, ScoreTile tile) {
    float[] scales = pass.buffers.scales;
    float[] scores = tile.block().scores;
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
  public void backward(Pass pass, int at, Batch batch, float[] hidden, float[] hiddenGradient) {
    Tiles tiles = batch.tiles;
    OutputBuffers buffers = pass.buffers;
    Kernels kernels = pass.compute.kernels();
    pass.compute
        .loop()
        .run(
            tiles.groups(),
            group -> {
              for (int t = tiles.first(group); t < tiles.first(group + 1); t++) {
                ScoreTile tile = buffers.block.tile(t);
                loss.backward(kernels, tile);
                scale(pass, tile);
                float beta = t == tiles.first(group) ? 0 : 1;
                addPartial(pass, tile, group * pass.rows * inputs, beta);
              }
            });
    buffers.addPartials(pass, tiles.groups(), inputs, hiddenGradient);
  }

  private void addPartial(Pass pass, ScoreTile tile, int partial, float beta) {
    pass.compute
        .sgemm()
        .multiply(
            false,
            false,
            pass.rows,
            inputs,
            tile.columns(),
            1,
            tile.block().scores,
            tile.at(0),
            tile.stride(),
            pass.theta,
            tile.firstColumn() * inputs,
            inputs,
            beta,
            pass.buffers.partials,
            partial,
            inputs);
  }
}
