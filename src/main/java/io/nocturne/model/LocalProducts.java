package io.nocturne.model;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SortedRow;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.linear.NormalProduct;

/** Products over training rows in the memory of this JVM. */
final class LocalProducts implements RowProducts {
  private final SparseRows rows;
  private final int threads;

  LocalProducts(SparseRows rows, int threads) {
    this.rows = rows;
    this.threads = threads;
  }

  /** Computes it strip by strip, each with the users in order, as a cluster does. */
  @Override
  public SymmetricTiles gram() {
    SortedRow[] sorted = new SortedRow[rows.rows()];
    for (int user = 0; user < sorted.length; user++) {
      sorted[user] = SortedRow.of(rows.indices(user), rows.values(user));
    }
    SymmetricTiles gram = new SymmetricTiles(rows.columns());
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
    return gram;
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
}
