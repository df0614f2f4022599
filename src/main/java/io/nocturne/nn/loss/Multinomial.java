package io.nocturne.nn.loss;

import io.nocturne.math.Kernels;
import io.nocturne.nn.batch.Batch;
import java.util.Arrays;

/**
 * The multinomial log-likelihood (Liang et al. 2018, eq. 2): the loss of a row is -sum x_i log
 * softmax(s)_i, its gradient by s is softmax(s) sum x - x. The softmax of each tile is computed
 * separately and rescaled to the row's largest score afterwards.
 *
 * <p>Over candidates it is a sampled softmax: the scores are lessened by the logarithm of the
 * probability with which each column is a candidate (so that the sum of the exponentials is an
 * unbiased estimate of that over all items; Bengio and Senecal 2008), except at the row's own
 * targets, which always are.
 */
public final class Multinomial implements Loss {
  private static final long serialVersionUID = 1;

  @Override
  public boolean isMultinomial() {
    return true;
  }

  @Override
  public void forward(Kernels kernels, ScoreTile tile, float[] bias, int biasFrom) {
    float[] scores = tile.block().scores;
    Batch batch = tile.block().batch;
    if (batch.candidates() != null) {
      for (int k = tile.firstTarget(); k < tile.endTarget(); k++) {
        scores[tile.atTarget(k)] += batch.logInclusion()[batch.targetColumns()[k]];
      }
    }
    int columns = tile.columns();
    float[] largest = tile.block().largest;
    for (int r = 0; r < tile.rows(); r++) {
      largest[tile.statistic(r)] = kernels.addThenMax(scores, tile.at(r), bias, biasFrom, columns);
    }
    sumTargets(tile);
    float[] sums = tile.block().sums;
    for (int r = 0; r < tile.rows(); r++) {
      int s = tile.statistic(r);
      sums[s] = kernels.expThenSum(scores, tile.at(r), largest[s], columns);
    }
  }

  private static void sumTargets(ScoreTile tile) {
    float[] targets = tile.block().targets;
    Batch batch = tile.block().batch;
    Arrays.fill(targets, tile.statistic(0), tile.statistic(tile.rows()), 0);
    for (int k = tile.firstTarget(); k < tile.endTarget(); k++) {
      targets[tile.statistic(batch.targetPositions()[k])] +=
          batch.targetWeights()[k] * tile.block().scores[tile.atTarget(k)];
    }
  }

  /** Leaves in {@code largest} what each tile's exponentials are to be multiplied with. */
  @Override
  public double complete(ScoreBlock block, int row) {
    int tiles = block.batch.tiles().count();
    int rows = block.batch.positions();
    float largest = Float.NEGATIVE_INFINITY;
    double targets = 0;
    for (int t = 0; t < tiles; t++) {
      largest = Math.max(largest, block.largest[t * rows + row]);
      targets += block.targets[t * rows + row];
    }
    double sum = 0;
    for (int t = 0; t < tiles; t++) {
      int s = t * rows + row;
      double toLargest = StrictMath.exp(block.largest[s] - largest);
      block.largest[s] = (float) toLargest;
      sum += toLargest * block.sums[s];
    }
    double weight = block.batch.targetSums()[row];
    float factor = (float) (weight / sum / rows);
    for (int t = 0; t < tiles; t++) {
      block.largest[t * rows + row] *= factor;
    }
    return weight * (largest + StrictMath.log(sum)) - targets;
  }

  @Override
  public void backward(Kernels kernels, ScoreTile tile) {
    float[] scores = tile.block().scores;
    for (int r = 0; r < tile.rows(); r++) {
      kernels.scale(tile.block().largest[tile.statistic(r)], scores, tile.at(r), tile.columns());
    }
    Batch batch = tile.block().batch;
    float share = 1f / tile.rows();
    for (int k = tile.firstTarget(); k < tile.endTarget(); k++) {
      scores[tile.atTarget(k)] -= share * batch.targetWeights()[k];
    }
  }
}
