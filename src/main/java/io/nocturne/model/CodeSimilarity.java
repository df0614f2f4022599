package io.nocturne.model;

import io.nocturne.math.SparseRows;
import java.util.Arrays;

/**
 * Scores items by the cosine between their codes and the codes of a history's items, after the mean
 * of all codes is subtracted: codes of sigmoid units all point in similar directions otherwise.
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
    this.directions = new float[items * width];
    double[] mean = new double[width];
    for (int k = 0; k < items * width; k++) {
      mean[k % width] += codes[k] / (double) items;
    }
    for (int item = 0; item < items; item++) {
      double squares = 0;
      for (int k = 0; k < width; k++) {
        double centred = codes[item * width + k] - mean[k];
        directions[item * width + k] = (float) centred;
        squares += centred * centred;
      }
      scale(item, squares == 0 ? 0 : 1 / Math.sqrt(squares));
    }
  }

  private void scale(int item, double factor) {
    for (int k = item * width; k < (item + 1) * width; k++) {
      directions[k] *= (float) factor;
    }
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
