package io.nocturne.nn;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;

/** Writes the corrupted input of histories into a batch. */
final class InputMaker {
  private final Corruption corruption;

  InputMaker(Corruption corruption) {
    this.corruption = corruption;
  }

  /** Writes the histories as they come, for inference. */
  void make(SparseRows rows, Batch batch) {
    batch.reserve(rows.rows(), rows.nonZeros());
    for (int r = 0; r < rows.rows(); r++) {
      append(rows, r, r, null, batch);
    }
  }

  /**
   * Writes row {@code row} of {@code rows} as row {@code r} of the batch, after those before it.
   */
  void append(SparseRows rows, int row, int r, SplitMix64 random, Batch batch) {
    float scale = (float) (norm(rows, row) / (1 - corruption.dropout()));
    int to = batch.starts[r];
    for (int k = rows.start(row); k < rows.end(row); k++) {
      if (corruption.dropout() == 0 || random.nextDouble() >= corruption.dropout()) {
        batch.items[to] = rows.index(k);
        batch.weights[to++] = scale * rows.value(k);
      }
    }
    batch.starts[r + 1] = to;
  }

  /** What the weights are multiplied with; 1 for a history whose weights are all zero. */
  private double norm(SparseRows rows, int row) {
    if (!corruption.normalized()) {
      return 1;
    }
    double squares = 0;
    for (int k = rows.start(row); k < rows.end(row); k++) {
      squares += (double) rows.value(k) * rows.value(k);
    }
    return squares == 0 ? 1 : 1 / Math.sqrt(squares);
  }
}
