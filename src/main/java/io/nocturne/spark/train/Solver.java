package io.nocturne.spark.train;

import io.nocturne.math.BreezeInverse;
import io.nocturne.math.SymmetricInverse;
import io.nocturne.math.TiledCholesky;

/** What inverts a Gram matrix. */
public enum Solver {
  /** Tile by tile over LAPACK and BLAS, on several threads. */
  LAPACK {
    @Override
    SymmetricInverse inverse(int threads) {
      return new TiledCholesky(threads);
    }
  },
  /** Breeze's own inverse in one call, slower: to compare with. */
  BREEZE {
    @Override
    SymmetricInverse inverse(int threads) {
      return new BreezeInverse();
    }
  };

  abstract SymmetricInverse inverse(int threads);
}
