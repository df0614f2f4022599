package io.nocturne.model;

import io.nocturne.math.Matrix;
import io.nocturne.math.Sgemm;

/**
 * A vector for each item, whose products with other vectors are scores.
 *
 * @param vectors [items x width]
 */
record ItemVectors(int items, int width, float[] vectors) {

  /**
   * Adds the product of each row with each item's vector to the scores.
   *
   * @param others [rows x width]
   * @param scores [rows x items]
   */
  void addProducts(float[] others, int rows, float[] scores) {
    if (rows == 0) {
      return; // there is no matrix without rows
    }
    Sgemm.get()
        .multiply(
            Matrix.of(others, rows, width),
            Matrix.of(vectors, items, width).transpose(),
            1,
            Matrix.of(scores, rows, items));
  }
}
