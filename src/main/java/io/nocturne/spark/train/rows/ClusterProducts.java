package io.nocturne.spark.train.rows;

import io.nocturne.math.SymmetricTiles;
import io.nocturne.model.RowProducts;

/** Products over training rows on the executors. */
public final class ClusterProducts implements RowProducts {
  private final TrainingRows training;

  /** Products over these rows. */
  public ClusterProducts(TrainingRows training) {
    this.training = training;
  }

  @Override
  public SymmetricTiles gram() {
    return GramMatrix.of(training.inBlocks(), training.items());
  }
}
