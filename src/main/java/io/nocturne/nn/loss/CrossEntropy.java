package io.nocturne.nn.loss;

import io.nocturne.math.Kernels;
import io.nocturne.nn.batch.Batch;
import java.util.Arrays;

/**
 * The cross-entropy of independent items with p = sigmoid(s), the logistic likelihood of Liang et
 * al. 2018, eq. 4: the loss of a row is the sum of log(1 + e^s_i) - x_i s_i over all columns, its
 * gradient by s is p - x. Weights must lie between 0 and 1.
 */
public record CrossEntropy() implements Loss {
  /** The number of factors, at most 2 each, that are multiplied before taking a logarithm. */
  private static final int FACTORS = 512;

  @Override
  public boolean isLogistic() {
    return true;
  }

  @Override
  public float maxWeight() {
    return 1;
  }

  @Override
  public void forward(Kernels kernels, ScoreTile tile, float[] bias, int biasFrom) {
    float[] scores = tile.block().scores;
    float[] targets = tile.block().targets;
    float[] sums = tile.block().sums;
    Batch batch = tile.block().batch;
    int columns = tile.columns();
    Arrays.fill(targets, tile.statistic(0), tile.statistic(tile.rows()), 0);
    float[] decay = new float[columns];
    int k = tile.firstTarget();
    for (int r = 0; r < tile.rows(); r++) {
      int at = tile.at(r);
      kernels.axpy(1, bias, biasFrom, scores, at, columns);
      for (; k < tile.endTarget() && batch.targetPositions()[k] == r; k++) {
        targets[tile.statistic(r)] += batch.targetWeights()[k] * scores[tile.atTarget(k)];
      }
      for (int c = 0; c < columns; c++) {
        decay[c] = -Math.abs(scores[at + c]);
      }
      kernels.exp(decay, 0, columns);
      sums[tile.statistic(r)] = softPlus(scores, at, decay);
      for (int c = 0; c < columns; c++) {
        float odds = scores[at + c] >= 0 ? 1 : decay[c];
        scores[at + c] = odds / (1 + decay[c]);
      }
    }
  }

  /** The sum of log(1 + e^s) = max(0, s) + log(1 + e^-|s|). */
  private static float softPlus(float[] scores, int from, float[] decay) {
    double sum = 0;
    double product = 1;
    for (int c = 0; c < decay.length; c++) {
      sum += Math.max(0f, scores[from + c]);
      product *= 1.0 + decay[c];
      if ((c + 1) % FACTORS == 0) {
        sum += StrictMath.log(product);
        product = 1;
      }
    }
    return (float) (sum + StrictMath.log(product));
  }

  @Override
  public double complete(ScoreBlock block, int row) {
    double sum = 0;
    for (int t = 0; t < block.batch.tiles().count(); t++) {
      int s = t * block.batch.positions() + row;
      sum += (double) block.sums[s] - block.targets[s];
    }
    return sum;
  }

  @Override
  public void backward(Kernels kernels, ScoreTile tile) {
    float[] scores = tile.block().scores;
    Batch batch = tile.block().batch;
    float share = 1f / tile.rows();
    for (int r = 0; r < tile.rows(); r++) {
      kernels.scale(share, scores, tile.at(r), tile.columns());
    }
    for (int k = tile.firstTarget(); k < tile.endTarget(); k++) {
      scores[tile.atTarget(k)] -= share * batch.targetWeights()[k];
    }
  }
}
