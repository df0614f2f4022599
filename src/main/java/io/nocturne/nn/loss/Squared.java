package io.nocturne.nn.loss;

import io.nocturne.math.Activation;
import io.nocturne.math.Kernels;
import io.nocturne.nn.batch.Batch;
import java.util.Arrays;

/**
 * The squared error over all columns: the loss of a row is the sum of (y_i - x_i)^2 with y = f(s),
 * where x_i is 0 for items that the history does not have; its gradient by s is 2 (y - x) f'(s).
 */
public record Squared(Activation activation) implements Loss {
  @Override
  public void forward(Kernels kernels, ScoreTile tile, float[] bias, int biasFrom) {
    float[] scores = tile.block().scores;
    float[] sums = tile.block().sums;
    for (int r = 0; r < tile.rows(); r++) {
      int at = tile.at(r);
      kernels.axpy(1, bias, biasFrom, scores, at, tile.columns());
      activation.apply(kernels, scores, at, tile.columns());
      sums[tile.statistic(r)] = kernels.sumOfSquares(scores, at, tile.columns());
    }
    float[] targets = tile.block().targets;
    Batch batch = tile.block().batch;
    Arrays.fill(targets, tile.statistic(0), tile.statistic(tile.rows()), 0);
    for (int k = tile.firstTarget(); k < tile.endTarget(); k++) {
      float x = batch.targetWeights()[k];
      targets[tile.statistic(batch.targetPositions()[k])] += x * (x - 2 * scores[tile.atTarget(k)]);
    }
  }

  @Override
  public void finish(Kernels kernels, float[] scores, int from, int length) {
    activation.apply(kernels, scores, from, length);
  }

  @Override
  public double complete(ScoreBlock block, int row) {
    double sum = 0;
    for (int t = 0; t < block.batch.tiles().count(); t++) {
      int s = t * block.batch.positions() + row;
      sum += (double) block.sums[s] + block.targets[s];
    }
    return sum;
  }

  @Override
  public void backward(Kernels kernels, ScoreTile tile) {
    float[] scores = tile.block().scores;
    Batch batch = tile.block().batch;
    float share = 2f / tile.rows();
    float[] outputs = activation == Activation.IDENTITY ? null : new float[tile.columns()];
    int k = tile.firstTarget();
    for (int r = 0; r < tile.rows(); r++) {
      int at = tile.at(r);
      if (outputs != null) {
        System.arraycopy(scores, at, outputs, 0, outputs.length);
      }
      kernels.scale(share, scores, at, tile.columns());
      for (; k < tile.endTarget() && batch.targetPositions()[k] == r; k++) {
        scores[tile.atTarget(k)] -= share * batch.targetWeights()[k];
      }
      if (outputs != null) {
        activation.backward(outputs, 0, scores, at, outputs.length);
      }
    }
  }
}
