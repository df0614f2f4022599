package io.nocturne.model;

import io.nocturne.math.SparseRows;
import io.nocturne.math.TopN;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The scores of one history at a time by sparse item weights: only the items that a history adds
 * something to are looked at, as all others have a score of 0. In a large catalogue these are few.
 * Sums are those of {@link Recommender#score}, bit by bit. For one thread.
 */
final class SparseScores {
  private final SparseRows weights;
  private final BitSet never = new BitSet();

  /** [items]; all 0 between two histories, as are the bits below. */
  private final float[] sums;

  private final BitSet isReached;
  private final BitSet isMasked = new BitSet();
  private int[] reached = new int[256];
  private int count;

  /**
   * @param weights [items x items]
   * @param never the items that are never selected
   */
  SparseScores(SparseRows weights, int[] never) {
    this.weights = weights;
    this.sums = new float[weights.rows()];
    this.isReached = new BitSet(weights.rows());
    Arrays.stream(never).forEach(this.never::set);
  }

  /** Computes the scores of a row of histories; {@link #clear} must come before the next one. */
  void add(SparseRows histories, int row) {
    for (int k = histories.start(row); k < histories.end(row); k++) {
      float weight = histories.value(k);
      int end = weights.end(histories.index(k));
      for (int w = weights.start(histories.index(k)); w < end; w++) {
        int item = weights.index(w);
        if (!isReached.get(item)) {
          isReached.set(item);
          push(item);
        }
        sums[item] += weight * weights.value(w);
      }
    }
  }

  private void push(int item) {
    if (count == reached.length) {
      reached = Arrays.copyOf(reached, 2 * count);
    }
    reached[count++] = item;
  }

  float score(int item) {
    return sums[item];
  }

  /** Selects the best items that are not masked. */
  void select(TopN best, int[] masked) {
    Arrays.stream(masked).forEach(isMasked::set);
    for (int k = 0; k < count; k++) {
      if (isFree(reached[k])) {
        best.offer(reached[k], sums[reached[k]]);
      }
    }
    // then those with a score of 0, the first of which are the best
    int item = isReached.nextClearBit(0);
    while (item < sums.length && (!isFree(item) || best.offer(item, 0))) {
      item = isReached.nextClearBit(item + 1);
    }
    Arrays.stream(masked).forEach(isMasked::clear);
  }

  private boolean isFree(int item) {
    return !isMasked.get(item) && !never.get(item);
  }

  void clear() {
    for (int k = 0; k < count; k++) {
      sums[reached[k]] = 0;
      isReached.clear(reached[k]);
    }
    count = 0;
  }
}
