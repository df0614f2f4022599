package io.nocturne.model;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SortedRow;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.linear.ColumnSolver;
import io.nocturne.math.linear.GramPart;
import io.nocturne.math.linear.GramRows;
import io.nocturne.math.linear.GramRule;
import io.nocturne.math.linear.GramSurvey;
import io.nocturne.math.linear.ItemMoments;
import io.nocturne.math.linear.NormalProduct;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.RowLengths;
import io.nocturne.math.linear.SolvedColumns;
import io.nocturne.math.linear.SparseGram;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;

/** Products over training rows in the memory of this JVM. */
final class LocalProducts implements RowProducts {
  private static final int PARTS = 16;

  private final SparseRows rows;
  private final int threads;

  LocalProducts(SparseRows rows, int threads) {
    this.rows = rows;
    this.threads = threads;
  }

  @Override
  public SymmetricTiles gram() {
    SymmetricTiles gram = new SymmetricTiles(rows.columns());
    gram(0, gram);
    return gram;
  }

  /** Computes it strip by strip, each with the users in order, as a cluster does. */
  @Override
  public void gram(double userPower, SortedRow.Strips gram) {
    SortedRow[] sorted = new SortedRow[rows.rows()];
    for (int user = 0; user < sorted.length; user++) {
      sorted[user] = SortedRow.of(rows.indices(user), rows.values(user), userPower);
    }
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      loop.run(
          gram.strips(),
          strip -> {
            int first = gram.stripFirst(strip);
            int width = gram.stripEnd(strip);
            double[] sums = new double[Math.multiplyExact(width - first, width)];
            for (SortedRow row : sorted) {
              row.addProducts(sums, first, width);
            }
            gram.setStrip(strip, sums);
          });
    }
  }

  /** Adds user after user, as each task of a cluster does. */
  @Override
  public double[] transposedProduct(float[] left, int width) {
    double[] product = new double[Math.multiplyExact(rows.columns(), width)];
    for (int user = 0; user < rows.rows(); user++) {
      SortedRow.of(rows.indices(user), rows.values(user))
          .addTransposedProduct(left, user, width, product, 0);
    }
    return product;
  }

  @Override
  public RowProducts upTo(int longest) {
    SparseRowsBuilder kept = SparseRows.builder(rows.columns());
    for (int row = 0; row < rows.rows(); row++) {
      boolean isLonger = rows.end(row) - rows.start(row) > longest;
      // an empty row instead of none: the number of users stays
      kept.add(
          isLonger ? new int[0] : rows.indices(row), isLonger ? new float[0] : rows.values(row));
    }
    return new LocalProducts(kept.build(), threads);
  }

  @Override
  public RowLengths lengths() {
    RowLengths lengths = new RowLengths();
    for (int row = 0; row < rows.rows(); row++) {
      lengths.add(rows.end(row) - rows.start(row));
    }
    return lengths;
  }

  @Override
  public RankedItems rankedItems() {
    ItemMoments moments = new ItemMoments(rows.columns());
    moments.addAll(rows);
    return new RankedItems(moments, rows.rows());
  }

  @Override
  public GramSurvey survey(RankedItems items, GramRule rule) {
    List<SparseRows> ranked = List.of(ranked(items));
    GramSurvey[] parts = new GramSurvey[GramSurvey.PARTS];
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      loop.run(
          parts.length,
          part -> {
            int[] wanted = GramSurvey.sample(part, items.items());
            GramRows computed = new GramRows(ranked, wanted, items.items());
            parts[part] = GramSurvey.of(part, computed, items, rule);
          });
    }
    return GramSurvey.sum(List.of(parts));
  }

  @Override
  public SparseGram sparseGram(RankedItems items, GramRule rule, double expected) {
    List<SparseRows> ranked = List.of(ranked(items));
    GramPart[] parts = new GramPart[Math.min(PARTS, items.items())];
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      loop.run(
          parts.length,
          part -> {
            int[] wanted = GramPart.ranks(part, parts.length, items.items());
            GramRows computed = new GramRows(ranked, wanted, items.items());
            parts[part] = GramPart.of(computed, wanted, items, rule);
          });
    }
    return new SparseGram(items, List.of(parts));
  }

  private SparseRows ranked(RankedItems items) {
    SparseRowsBuilder ranked = SparseRows.builder(rows.columns());
    for (int row = 0; row < rows.rows(); row++) {
      ranked.add(items.ranks(rows.indices(row)), rows.values(row));
    }
    return ranked.build();
  }

  @Override
  public List<SolvedColumns> columns(
      SparseGram gram, ColumnSolver solver, DoubleConsumer progress) {
    SolvedColumns[] solved = new SolvedColumns[SolvedColumns.blocks(gram.items().items())];
    AtomicInteger done = new AtomicInteger();
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      loop.run(
          solved.length,
          block -> {
            solved[block] = SolvedColumns.solve(block, gram, solver);
            synchronized (done) {
              progress.accept((double) done.incrementAndGet() / solved.length);
            }
          });
    }
    return Arrays.asList(solved);
  }

  /** Computes it slice by slice of V, each with the users in order, as a cluster does. */
  @Override
  public float[] normalProduct(double userPower, float[] vectors, int width) {
    int items = rows.columns();
    float[] product = new float[vectors.length];
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      loop.run(
          NormalProduct.slices(width),
          slice -> {
            NormalProduct sum =
                new NormalProduct(
                    userPower,
                    NormalProduct.slice(vectors, items, width, slice),
                    NormalProduct.width(width, slice));
            sum.addAll(rows);
            NormalProduct.put(sum.sums(), items, width, slice, product);
          });
    }
    return product;
  }

  @Override
  public SparseRows rows() {
    return rows;
  }

  /** Adds user after user. */
  @Override
  public float[] preciseProduct(double userPower, float[] vectors, int width) {
    double[] sums = new double[vectors.length];
    for (int user = 0; user < rows.rows(); user++) {
      SortedRow.addNormalProduct(
          rows.indices(user), rows.values(user), userPower, vectors, width, sums);
    }
    float[] product = new float[sums.length];
    for (int k = 0; k < sums.length; k++) {
      product[k] = (float) sums[k];
    }
    return product;
  }
}
