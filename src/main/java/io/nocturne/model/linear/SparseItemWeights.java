package io.nocturne.model.linear;

import io.nocturne.math.SparseRows;
import io.nocturne.model.LinearRecommender;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;

/**
 * A model that is linear in the items: scores = x B, where row i of the sparse B, [items x items],
 * says what an interaction with item i adds to the scores of some items.
 */
public final class SparseItemWeights implements LinearRecommender {
  /** The name of the sparse matrix B in the parameters. */
  public static final String MATRIX = "item.weights";

  private final SparseRows weights;

  /** A model of the sparse matrix {@link #MATRIX}. */
  public SparseItemWeights(int items, Parameters parameters) {
    this.weights = parameters.sparse(MATRIX, items);
    if (weights.rows() != items) {
      throw new IllegalArgumentException(
          "Invalid item weights: %,d rows (expected %,d, one for each item)"
              .formatted(weights.rows(), items));
    }
  }

  /** The parameters of a model. */
  public static Parameters parameters(SparseRows weights) {
    return new Parameters(Parameters.sparse(MATRIX, weights));
  }

  @Override
  public SparseRows weights() {
    return weights;
  }

  @Override
  public int items() {
    return weights.rows();
  }

  @Override
  public void score(SparseRows histories, float[] scores) {
    int items = weights.rows();
    Arrays.fill(scores, 0, histories.rows() * items, 0f);
    for (int row = 0; row < histories.rows(); row++) {
      int to = row * items;
      for (int k = histories.start(row); k < histories.end(row); k++) {
        float weight = histories.value(k);
        int end = weights.end(histories.index(k));
        for (int w = weights.start(histories.index(k)); w < end; w++) {
          scores[to + weights.index(w)] += weight * weights.value(w);
        }
      }
    }
  }
}
