package io.nocturne.jobs.bench;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Sgemm;
import java.util.Arrays;

/**
 * The peak of single-precision products: the best of several rounds of square products that fit
 * into the caches, by one thread and by all of them at once.
 */
final class SgemmBench {
  private static final int N = 768;
  private static final int REPEATS = 12;
  private static final int ROUNDS = 6;

  private SgemmBench() {}

  static Figures run(int threads) {
    Sgemm sgemm = Sgemm.get();
    double one = peak(sgemm, 1);
    double all = peak(sgemm, threads);
    return new Figures("sgemm, %d x %d x %d".formatted(N, N, N))
        .put("BLAS", sgemm.name())
        .put("GFLOP/s, 1 thread", one)
        .put("GFLOP/s, %d threads".formatted(threads), all);
  }

  /** GFLOP/s of all threads together. */
  static double peak(Sgemm sgemm, int threads) {
    float[][][] matrices = new float[threads][3][N * N];
    for (float[][] own : matrices) {
      Arrays.fill(own[0], 0.5f);
      Arrays.fill(own[1], 0.25f);
    }
    double best = 0;
    try (ParallelLoop loop = new ParallelLoop(threads)) {
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        loop.run(threads, thread -> multiply(sgemm, matrices[thread]));
        double seconds = (System.nanoTime() - start) * 1e-9;
        best = Math.max(best, 2e-9 * N * N * N * REPEATS * threads / seconds);
      }
    }
    return best;
  }

  private static void multiply(Sgemm sgemm, float[][] abc) {
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      sgemm.multiply(false, false, N, N, N, 1, abc[0], 0, N, abc[1], 0, N, 0, abc[2], 0, N);
    }
  }
}
