package io.nocturne.nn.loss;

import io.nocturne.math.Activation;
import io.nocturne.math.Kernels;

/**
 * The squared error of a re-fed prediction over all columns: with d the re-fed input, the loss of a
 * row is the mean of (y_i - d_i)^2 with y = f(s) (Kuchaiev and Ginsburg 2017, section 2.2, where
 * every item counts, as none is unknown).
 */
public record RefeedingLoss(Activation activation) implements Loss {
  @Override
  public void forward(Kernels kernels, ScoreTile tile, float[] bias, int biasFrom) {
    float[] scores = tile.block().scores;
    float[] fed = tile.block().batch.dense();
    for (int r = 0; r < tile.rows(); r++) {
      int at = tile.at(r);
      kernels.axpy(1, bias, biasFrom, scores, at, tile.columns());
      activation.apply(kernels, scores, at, tile.columns());
      float sum = 0;
      for (int k = at; k < at + tile.columns(); k++) {
        float error = scores[k] - fed[k];
        sum = Math.fma(error, error, sum);
      }
      tile.block().sums[tile.statistic(r)] = sum;
    }
  }

  @Override
  public double complete(ScoreBlock block, int row) {
    double sum = 0;
    for (int t = 0; t < block.batch.tiles().count(); t++) {
      sum += block.sums[t * block.batch.positions() + row];
    }
    return sum / block.batch.tiles().columns();
  }

  @Override
  public void backward(Kernels kernels, ScoreTile tile) {
    float[] scores = tile.block().scores;
    float[] fed = tile.block().batch.dense();
    float share = 2f / tile.rows() / tile.block().batch.tiles().columns();
    for (int r = 0; r < tile.rows(); r++) {
      int at = tile.at(r);
      for (int k = at; k < at + tile.columns(); k++) {
        float y = scores[k];
        scores[k] = share * (y - fed[k]) * activation.slope(y);
      }
    }
  }
}
