package io.nocturne.nn.batch;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;

/** Writes the corrupted input of histories into a batch. */
public final class InputMaker {
  private final Corruption corruption;

  /** Which row has each item, of those that salt is added to: the number of its turn. */
  private int[] marks = new int[0];

  private int turn;

  /** Corrupts as this says. */
  public InputMaker(Corruption corruption) {
    this.corruption = corruption;
  }

  /**
   * Makes a batch of the histories as they come, for inference.
   *
   * @param isSequential whether each item of a history is a separate position
   */
  public void make(SparseRows rows, boolean isSequential, Batch batch) {
    batch.reserve(rows.rows(), rows.nonZeros(), isSequential);
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
    batch.reserveInput(to + rows.end(row) - rows.start(row));
    for (int k = rows.start(row); k < rows.end(row); k++) {
      if (corruption.dropout() == 0 || random.nextDouble() >= corruption.dropout()) {
        batch.items[to] = rows.index(k);
        batch.weights[to++] = scale * rows.value(k);
      }
    }
    batch.starts[r + 1] = to;
    if (corruption.salt() > 0) {
      addSalt(rows, row, r, scale, random, batch);
    }
  }

  /** Adds items that the history does not have: from one to the next it is a geometric step. */
  private void addSalt(
      SparseRows rows, int row, int r, float weight, SplitMix64 random, Batch batch) {
    int size = rows.end(row) - rows.start(row);
    double added = corruption.saltOf(size, rows.columns());
    if (added == 0) {
      return;
    }
    mark(rows, row);
    double logAbsent = StrictMath.log1p(-added);
    int to = batch.starts[r + 1];
    for (long item = step(random, logAbsent); item < rows.columns(); ) {
      if (marks[(int) item] != turn) {
        batch.reserveInput(to + 1);
        batch.items[to] = (int) item;
        batch.weights[to++] = weight;
      }
      item += 1 + step(random, logAbsent);
    }
    batch.starts[r + 1] = to;
  }

  private static long step(SplitMix64 random, double logAbsent) {
    return (long) (StrictMath.log(1 - random.nextDouble()) / logAbsent);
  }

  private void mark(SparseRows rows, int row) {
    if (marks.length < rows.columns()) {
      marks = new int[rows.columns()];
      turn = 0;
    }
    turn++;
    for (int k = rows.start(row); k < rows.end(row); k++) {
      marks[rows.index(k)] = turn;
    }
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
