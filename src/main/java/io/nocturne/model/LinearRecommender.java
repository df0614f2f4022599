package io.nocturne.model;

import io.nocturne.math.SparseRows;

/**
 * A model whose scores are x B with a sparse matrix B of item x item weights, which can be
 * published: any program that joins and sums can score from it.
 */
public interface LinearRecommender extends Recommender {

  /**
   * B, [items x items]: row i has what an interaction with item i, times its weight, adds to the
   * scores of other items; columns ascending.
   */
  SparseRows weights();
}
