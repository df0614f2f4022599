package io.nocturne.model;

import io.nocturne.math.SparseRows;
import io.nocturne.math.TopN;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The scores of one history at a time by sparse item weights. Where a history adds something to few
 * items, only these are looked at, as all others have a score of 0; where it adds to many, it is
 * faster to look at all. Sums are those of {@link Recommender#score}, bit by bit. For one thread.
 */
final class SparseScores {
  /** A history with fewer weights than one in so many items is said to reach few. */
  private static final int FEW = 16;

  private final SparseRows weights;
  private final int[] never;
  private final BitSet isNever = new BitSet();

  /** [items]; all 0 between two histories, as are the bits below. */
  private final float[] sums;

  private final BitSet isReached;
  private final BitSet isMasked = new BitSet();

  /** The items that have been reached, if these are few. */
  private int[] reached;

  private int count;
  private boolean reachesFew;

  /**
   * @param weights [items x items]
   * @param never the items that are never selected
   */
  SparseScores(SparseRows weights, int[] never) {
    this.weights = weights;
    this.never = never;
    this.sums = new float[weights.rows()];
    this.isReached = new BitSet(weights.rows());
    this.reached = new int[weights.rows() / FEW + 1];
    Arrays.stream(never).forEach(isNever::set);
  }

  /** Computes the scores of a row of histories; {@link #clear} must come before the next one. */
  void add(SparseRows histories, int row) {
    long terms = 0;
    for (int k = histories.start(row); k < histories.end(row); k++) {
      terms += weights.end(histories.index(k)) - weights.start(histories.index(k));
    }
    reachesFew = terms < reached.length;
    for (int k = histories.start(row); k < histories.end(row); k++) {
      int item = histories.index(k);
      if (reachesFew) {
        reach(item);
      }
      addRow(item, histories.value(k));
    }
  }

  private void reach(int item) {
    for (int w = weights.start(item); w < weights.end(item); w++) {
      if (!isReached.get(weights.index(w))) {
        isReached.set(weights.index(w));
        reached[count++] = weights.index(w);
      }
    }
  }

  private void addRow(int item, float weight) {
    int end = weights.end(item);
    for (int w = weights.start(item); w < end; w++) {
      sums[weights.index(w)] += weight * weights.value(w);
    }
  }

  float score(int item) {
    return sums[item];
  }

  /** Selects the best items that are not masked; {@link #clear} must come next. */
  void select(TopN best, int[] masked) {
    if (reachesFew) {
      Arrays.stream(masked).forEach(isMasked::set);
      selectReached(best);
      Arrays.stream(masked).forEach(isMasked::clear);
    } else {
      mask(masked);
      mask(never);
      best.add(sums, 0, sums.length, 0);
    }
  }

  private void mask(int[] items) {
    for (int item : items) {
      sums[item] = Float.NEGATIVE_INFINITY;
    }
  }

  private void selectReached(TopN best) {
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
  }

  private boolean isFree(int item) {
    return !isMasked.get(item) && !isNever.get(item);
  }

  void clear() {
    if (!reachesFew) {
      Arrays.fill(sums, 0);
    }
    for (int k = 0; k < count; k++) {
      sums[reached[k]] = 0;
      isReached.clear(reached[k]);
    }
    count = 0;
  }
}
