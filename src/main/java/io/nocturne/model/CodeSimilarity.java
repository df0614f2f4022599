package io.nocturne.model;

import io.nocturne.math.SparseRows;
import java.util.Arrays;

/**
 * Scores items by the cosine between their codes and the codes of a history's items, after the mean
 * of all codes is subtracted ({@link CodeDirections#centred}).
 */
final class CodeSimilarity implements Recommender {
  private final int items;
  private final int width;
  private final float[] directions;

  /**
   * @param codes [items x width]
   */
  CodeSimilarity(int items, int width, float[] codes) {
    this.items = items;
    this.width = width;
    this.directions = CodeDirections.centred(items, width, codes).values();
  }

  @Override
  public int items() {
    return items;
  }

  /** The direction of a history: the mean of its items' directions, without weights. */
  @Override
  public void score(SparseRows histories, float[] scores) {
    int rows = histories.rows();
    float[] means = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      float share = 1f / Math.max(1, histories.end(row) - histories.start(row));
      for (int at = histories.start(row); at < histories.end(row); at++) {
        for (int k = 0; k < width; k++) {
          means[row * width + k] += share * directions[histories.index(at) * width + k];
        }
      }
    }
    Arrays.fill(scores, 0, rows * items, 0);
    new ItemVectors(items, width, directions).addProducts(means, rows, scores);
  }
}
