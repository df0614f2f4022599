package io.nocturne.spark.train.rows;

import io.nocturne.math.SortedRow;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.linear.ColumnSolver;
import io.nocturne.math.linear.GramRule;
import io.nocturne.math.linear.GramSurvey;
import io.nocturne.math.linear.NormalProduct;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.RowLengths;
import io.nocturne.math.linear.SolvedColumns;
import io.nocturne.math.linear.SparseGram;
import io.nocturne.model.RowProducts;
import io.nocturne.spark.train.cluster.GroupedCollect;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.apache.spark.api.java.JavaSparkContext;
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
  public RowProducts upTo(int longest) {
    return new ClusterProducts(
        new TrainingRows(
            training.inBlocks().filter(row -> row.items().length <= longest),
            training.items(),
            training.users()));
  }

  @Override
  public RowLengths lengths() {
    return SparseProducts.lengths(training.inBlocks());
  }

  @Override
  public RankedItems rankedItems() {
    return SparseProducts.rankedItems(training.inBlocks(), training.items(), training.users());
  }

  @Override
  public GramSurvey survey(RankedItems items, GramRule rule) {
    return SparseProducts.survey(training.inBlocks(), items, rule);
  }

  @Override
  public SparseGram sparseGram(RankedItems items, GramRule rule, double expected) {
    return SparseProducts.gram(training.inBlocks(), items, rule, expected);
  }

  @Override
  public List<SolvedColumns> columns(
      SparseGram gram, ColumnSolver solver, DoubleConsumer progress) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(training.inBlocks().context());
    return SparseProducts.columns(spark, gram, solver, progress);
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
    int slices = NormalProduct.slices(width);
    if (sliced == null || sliced.slices() != slices) {
      sliced = new SlicedRows(training, slices);
    }
    return sliced.normalProduct(userPower, vectors, width);
  }

  @Override
  public float[] preciseProduct(double userPower, float[] vectors, int width) {
    return PreciseProduct.of(training, userPower, vectors, width);
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
