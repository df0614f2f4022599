package io.nocturne.model;

import java.io.Serializable;
import java.util.Arrays;

/** The best items for one history, best first, with their scores. */
public final class RankedList implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] items;
  private final float[] scores;

  /**
   * A list that keeps these arrays, of the same length.
   *
   * @param items item indices, best first
   * @param scores the score of each
   */
  public RankedList(int[] items, float[] scores) {
    this.items = items;
    this.scores = scores;
  }

  /** Item indices, best first; not to be written to. */
  public int[] items() {
    return items;
  }

  /** The score of each; not to be written to. */
  public float[] scores() {
    return scores;
  }

  /** The head of the list whose scores are not lower than this one. */
  public RankedList atLeast(float score) {
    int kept = items.length;
    while (kept > 0 && scores[kept - 1] < score) {
      kept--;
    }
    return kept == items.length
        ? this
        : new RankedList(Arrays.copyOf(items, kept), Arrays.copyOf(scores, kept));
  }

  /** The number of items. */
  public int size() {
    return items.length;
  }
}
