package io.nocturne.nn;

import io.nocturne.math.Kernels;
import java.util.Arrays;

/**
 * The squared distance of directions (Vancura et al. 2022, eq. 5): with y the scores of a row, the
 * loss is |x/|x| - y/|y||^2 = 2 - 2 cos(x, y), its gradient by y is -2/|y| (x/|x| - cos(x, y)
 * y/|y|). A row of zeros, on either side, has the loss 2 and no gradient.
 *
 * @param residual whether the history is taken off the scores first: y = max(0, s - x)
 */
record Cosine(boolean residual) implements Loss {
  @Override
  public void forward(Kernels kernels, ScoreTile tile, float[] bias, int biasFrom) {
    ScoreBlock block = tile.block();
    float[] scores = block.scores;
    Batch batch = block.batch;
    Arrays.fill(block.targets, tile.statistic(0), tile.statistic(tile.rows()), 0);
    Arrays.fill(block.largest, tile.statistic(0), tile.statistic(tile.rows()), 0);
    int k = tile.firstTarget();
    for (int r = 0; r < tile.rows(); r++) {
      int at = tile.at(r);
      int s = tile.statistic(r);
      kernels.axpy(1, bias, biasFrom, scores, at, tile.columns());
      int first = k;
      for (; k < tile.endTarget() && batch.targetRows[k] == r; k++) {
        scores[tile.atTarget(k)] -= residual ? batch.targetWeights[k] : 0;
        block.largest[s] += batch.targetWeights[k] * batch.targetWeights[k];
      }
      if (residual) {
        Activation.RELU.apply(kernels, scores, at, tile.columns());
      }
      for (int t = first; t < k; t++) {
        block.targets[s] += batch.targetWeights[t] * scores[tile.atTarget(t)];
      }
      block.sums[s] = kernels.sumOfSquares(scores, at, tile.columns());
    }
  }

  /** Leaves in the statistics of the first tile what the row's gradient is made with. */
  @Override
  public double complete(ScoreBlock block, int row) {
    double product = 0;
    double scores = 0;
    double history = 0;
    for (int t = 0; t < block.batch.tiles.count(); t++) {
      int s = t * block.batch.rows + row;
      product += block.targets[s];
      scores += block.sums[s];
      history += block.largest[s];
    }
    boolean none = !(scores > 0) || !(history > 0);
    double length = StrictMath.sqrt(scores);
    double cosine = none ? 0 : product / (length * StrictMath.sqrt(history));
    block.sums[row] = none ? 0 : (float) (2 * cosine / scores);
    block.targets[row] = none ? 0 : (float) (2 / (length * StrictMath.sqrt(history)));
    return Double.isNaN(scores) ? scores : 2 - 2 * cosine;
  }

  @Override
  public void backward(Kernels kernels, ScoreTile tile) {
    ScoreBlock block = tile.block();
    float[] scores = block.scores;
    Batch batch = block.batch;
    float share = 1f / tile.rows();
    int k = tile.firstTarget();
    for (int r = 0; r < tile.rows(); r++) {
      float ofHistory = share * block.targets[r];
      int at = tile.at(r);
      kernels.scale(share * block.sums[r], scores, at, tile.columns());
      for (; k < tile.endTarget() && batch.targetRows[k] == r; k++) {
        int of = tile.atTarget(k);
        if (!residual || scores[of] > 0) { // what is cut off at 0 has no gradient
          scores[of] -= ofHistory * batch.targetWeights[k];
        }
      }
    }
  }
}
