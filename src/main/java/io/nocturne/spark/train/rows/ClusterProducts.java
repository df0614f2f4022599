package io.nocturne.spark.train.rows;

import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.linear.ColumnSolver;
import io.nocturne.math.linear.GramRule;
import io.nocturne.math.linear.GramSurvey;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.RowLengths;
import io.nocturne.math.linear.SolvedColumns;
import io.nocturne.math.linear.SparseGram;
import io.nocturne.model.RowProducts;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.apache.spark.api.java.JavaSparkContext;

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
}
