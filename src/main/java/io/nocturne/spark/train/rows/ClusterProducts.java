package io.nocturne.spark.train.rows;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.linear.NormalProduct;
import io.nocturne.model.RowProducts;
import io.nocturne.spark.train.cluster.GroupedCollect;
import scala.Tuple2;

/** Products over training rows on the executors. */
public final class ClusterProducts implements RowProducts {
  private final TrainingRows training;

  /** Those of the last product, as the next one mostly has the same width. */
  private SlicedRows sliced;

  /** Products over these rows. */
  public ClusterProducts(TrainingRows training) {
    this.training = training;
  }

  @Override
  public SymmetricTiles gram() {
    return GramMatrix.of(training.inBlocks(), training.items());
  }

  @Override
  public float[] normalProduct(double userPower, float[] vectors, int width) {
    int slices = NormalProduct.slices(width);
    if (sliced == null || sliced.slices() != slices) {
      sliced = new SlicedRows(training, slices);
    }
    return sliced.normalProduct(userPower, vectors, width);
  }

  @Override
  public SparseRows rows() {
    SparseRowsBuilder all = SparseRows.builder(training.items());
    long largest = Math.max(1, GroupedCollect.limit(training.inBlocks().context().conf()) / 2);
    for (Tuple2<Integer, SparseRows> block :
        GroupedCollect.of(SlicedRows.blocks(training), largest)) {
      SparseRows rows = block._2();
      for (int row = 0; row < rows.rows(); row++) {
        all.add(rows.indices(row), rows.values(row));
      }
    }
    return all.build();
  }
}
