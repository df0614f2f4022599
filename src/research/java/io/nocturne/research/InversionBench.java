package io.nocturne.research;

import io.nocturne.jobs.bench.Figures;
import io.nocturne.math.Blas;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.TiledCholesky;

/** Measures the inversion of EASE's Gram matrix. */
public final class InversionBench {
  private static final int ROUNDS = 3;

  private InversionBench() {}

  /**
   * Inverts a matrix repeatedly and reports the best time.
   *
   * @param n rows and columns of the matrix
   */
  public static Figures run(int n, int threads) {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      SymmetricTiles gram = new SymmetricTiles(n);
      for (int strip = 0; strip < gram.tileRows(); strip++) {
        fill(gram, strip);
      }
      gram.addToDiagonal(n);
      long start = System.nanoTime();
      new TiledCholesky(threads).invert(gram, share -> {});
      best = Math.min(best, (System.nanoTime() - start) * 1e-9);
    }
    return new Figures("inversion of %,d x %,d doubles".formatted(n, n))
        .put("BLAS", Blas.get().name())
        .put("threads", (long) threads)
        .put("seconds, best of %d".formatted(ROUNDS), best);
  }

  private static void fill(SymmetricTiles gram, int strip) {
    int first = strip * gram.tileSize();
    int height = Math.min(gram.tileSize(), gram.n() - first);
    int width = first + height;
    double[] rows = new double[height * width];
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < width; c++) {
        rows[r * width + c] = 1.0 / (1 + Math.abs(first + r - c));
      }
    }
    gram.setStrip(strip, rows);
  }
}
