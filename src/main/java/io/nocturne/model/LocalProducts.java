package io.nocturne.model;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SortedRow;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SymmetricTiles;

/** Products over training rows in the memory of this JVM. */
final class LocalProducts implements RowProducts {
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
          gram.tileRows(),
          strip -> {
            int first = gram.first(strip);
            int width = first + gram.size(strip);
            double[] sums = new double[gram.size(strip) * width];
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

  /** Adds user after user. */
  @Override
  public float[] normalProduct(double userPower, float[] vectors, int width) {
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
