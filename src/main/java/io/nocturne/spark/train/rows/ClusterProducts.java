package io.nocturne.spark.train.rows;

import io.nocturne.math.SortedRow;
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

  @Override
  public void gram(double userPower, SortedRow.Strips strips) {
    GramMatrix.add(training.inBlocks(), userPower, strips);
  }

  @Override
  public double[] transposedProduct(float[] left, int width) {
    return GramMatrix.transposedProduct(training.inBlocks(), training.items(), left, width);
  }

  @Override
  public float[] normalProduct(double userPower, float[] vectors, int width) {
    return NormalProduct.of(training, userPower, vectors, width);
  }
}
