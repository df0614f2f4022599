package io.nocturne.model;

import io.nocturne.math.Sgemm;

/**
 * A vector for each item, whose products with other vectors are scores.
 *
 * @param vectors [items x width], from {@code from} on
 */
record ItemVectors(int items, int width, float[] vectors, int from) {

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
            false, true, rows, items, width, 1, others, 0, width, vectors, from, width, 1, scores,
            0, items);
  }
}
