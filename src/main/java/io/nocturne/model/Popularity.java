package io.nocturne.model;

import io.nocturne.math.SparseRows;

/** Scores an item by the number of its training interactions, the same for every history. */
public final class Popularity implements Recommender {
  private final float[] counts;

  /** Takes the training interactions of each item, [items]. */
  public Popularity(float[] counts) {
    this.counts = counts;
  }

  @Override
  public int items() {
    return counts.length;
  }

  /** The training interactions of an item. */
  public float of(int item) {
    return counts[item];
  }

  @Override
  public void score(SparseRows histories, float[] scores) {
    for (int row = 0; row < histories.rows(); row++) {
      System.arraycopy(counts, 0, scores, row * counts.length, counts.length);
    }
  }
}
