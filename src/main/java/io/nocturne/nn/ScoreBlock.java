package io.nocturne.nn;

/** The scores of a batch tile by tile, [rows x width] each, and statistics of each row in each. */
final class ScoreBlock {
  Batch batch;
  float[] scores = new float[0];

  /** Statistics of row r in tile t, at {@code t * rows + r}; which, is the loss's business. */
  float[] largest = new float[0];

  float[] sums = new float[0];
  float[] targets = new float[0];

  void reserve(Batch next) {
    batch = next;
    scores = atLeast(scores, next.tiles.size(next.rows));
    int statistics = next.tiles.count() * next.rows;
    largest = atLeast(largest, statistics);
    sums = atLeast(sums, statistics);
    targets = atLeast(targets, statistics);
  }

  /** Without room to spare: these arrays are the largest, and all full batches have one size. */
  static float[] atLeast(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }

  ScoreTile tile(int tile) {
    return new ScoreTile(this, tile);
  }
}
