package io.nocturne.nn.loss;

import io.nocturne.math.Activation;
import io.nocturne.math.Kernels;
import io.nocturne.nn.batch.Batch;
import java.util.Arrays;

/**
 * The squared distance of directions (Vancura et al. 2022): with y the scores of a row, the loss is
 * |x/|x| - y/|y||^2 = 2 - 2 cos(x, y), its gradient by y is -2/|y| (x/|x| - cos(x, y) y/|y|). A row
 * of zeros, on either side, has the loss 2 and no gradient.
 *
 * @param rectified whether y = max(0, s) rather than y = s
 */
public record Cosine(boolean rectified) implements Loss {
  /** |y|^2 over |x|^2 that is the rounding of scores that are zero: it has no direction. */
  private static final double ROUNDING = 1e-12;

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
      if (rectified) {
        Activation.RELU.apply(kernels, scores, at, tile.columns());
      }
      for (; k < tile.endTarget() && batch.targetPositions()[k] == r; k++) {
        block.targets[s] += batch.targetWeights()[k] * scores[tile.atTarget(k)];
        block.largest[s] += batch.targetWeights()[k] * batch.targetWeights()[k];
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
    for (int t = 0; t < block.batch.tiles().count(); t++) {
      int s = t * block.batch.positions() + row;
      product += block.targets[s];
      scores += block.sums[s];
      history += block.largest[s];
    }
    boolean none = !(scores > ROUNDING * history) || !(history > 0);
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
      for (; k < tile.endTarget() && batch.targetPositions()[k] == r; k++) {
        int of = tile.atTarget(k);
        if (!rectified || scores[of] != 0) { // what is cut off at 0 has no gradient
          scores[of] -= ofHistory * batch.targetWeights()[k];
        }
      }
    }
  }
}
