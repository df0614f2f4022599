package io.nocturne.nn.layer;

import io.nocturne.math.Matrix;
import io.nocturne.nn.loss.Loss;
import io.nocturne.nn.parameter.BlockArray;

/** The scores of some items for inference. */
final class ItemScores {
  private ItemScores() {}

  /**
   * Writes W h + b.
   *
   * @param first the first of the items
   * @param scores [positions x items]
   */
  static void write(
      Pass pass, BlockArray weights, BlockArray biases, float[] hidden, int first, Matrix scores) {
    for (int r = 0; r < scores.rows(); r++) {
      System.arraycopy(biases.floats(), first, scores.values(), at(scores, r), scores.columns());
    }
    multiply(pass, weights, hidden, first, 1, scores);
  }

  /** Writes W h. */
  static void product(Pass pass, BlockArray weights, float[] hidden, int first, Matrix scores) {
    multiply(pass, weights, hidden, first, 0, scores);
  }

  private static void multiply(
      Pass pass, BlockArray weights, float[] hidden, int first, float beta, Matrix scores) {
    Matrix rows = Matrix.of(hidden, pass.positions(), weights.shape().width());
    Matrix ofItems = weights.rows(first, scores.columns());
    pass.sgemm().multiply(rows, ofItems.transpose(), beta, scores);
  }

  /** Turns the scores into what the model predicts under its loss. */
  static void finish(Pass pass, Loss loss, Matrix scores) {
    for (int r = 0; r < scores.rows(); r++) {
      loss.finish(pass.kernels(), scores.values(), at(scores, r), scores.columns());
    }
  }

  /** The index of the first score of a position. */
  static int at(Matrix scores, int position) {
    return scores.from() + position * scores.stride();
  }
}
