package io.nocturne.nn.loss;

import io.nocturne.math.Kernels;
import java.io.Serializable;

/**
 * A loss over the scores of all columns, taken tile by tile: first each tile forward, then the rows
 * together, then each tile backward. It is the mean over the rows of the batch.
 */
public interface Loss extends Serializable {
  /**
   * Takes in a tile of scores.
   *
   * @param bias what is still to be added to the scores of a row, from {@code biasFrom} on
   */
  void forward(Kernels kernels, ScoreTile tile, float[] bias, int biasFrom);

  /** Completes rows once all tiles are in; returns the sum of their losses. */
  double complete(ScoreBlock block, int row);

  /** Turns a tile into its gradient. */
  void backward(Kernels kernels, ScoreTile tile);

  /** Whether a sampled softmax can replace it. */
  default boolean isMultinomial() {
    return false;
  }

  /** Whether the sigmoid of a score is the probability of its item. */
  default boolean isLogistic() {
    return false;
  }

  /** The largest weight of an interaction that it accepts. */
  default float maxWeight() {
    return Float.POSITIVE_INFINITY;
  }

  /**
   * Turns {@code length} scores s from {@code from} on into y where that is what the model
   * predicts; s itself unless said.
   */
  default void finish(Kernels kernels, float[] scores, int from, int length) {}
}
