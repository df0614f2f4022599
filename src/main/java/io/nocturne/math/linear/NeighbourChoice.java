package io.nocturne.math.linear;

import java.util.Arrays;

/**
 * The neighbours of one item at a time: those of the largest {@link Similarity}, ties by rank. Not
 * thread-safe.
 */
final class NeighbourChoice {
  private final RankedItems items;
  private final GramRule rule;
  private final double[] scales;

  /** Bits of the similarity, falling, and the rank below them: sorted, the best come first. */
  private long[] keys = new long[1024];

  private int size;

  NeighbourChoice(RankedItems items, GramRule rule) {
    this.items = items;
    this.rule = rule;
    this.scales = rule.similarity().scales(items);
  }

  /** Chooses from a row; returns the number of neighbours. */
  int choose(int rank, GramRows row) {
    size = 0;
    if (scales[rank] == 0) {
      return 0;
    }
    for (int k = 0; k < row.size(); k++) {
      int other = row.rank(k);
      double product = row.product(other);
      if (other != rank && scales[other] > 0 && rule.keeps(product)) {
        double centred = product - rule.similarity().centre(items, rank, other);
        float similarity = (float) (Math.abs(centred) * scales[rank] * scales[other]);
        if (similarity >= rule.least()) {
          add(similarity, other);
        }
      }
    }
    if (size > rule.neighbours()) {
      Arrays.sort(keys, 0, size);
      size = rule.neighbours();
    }
    return size;
  }

  /** The similarity of a chosen neighbour, in no order. */
  float similarity(int k) {
    return Float.intBitsToFloat(Integer.MAX_VALUE - (int) (keys[k] >>> 32));
  }

  /** The ranks of the chosen neighbours, ascending. */
  void ranks(int[] to, int at) {
    for (int k = 0; k < size; k++) {
      to[at + k] = (int) keys[k];
    }
    Arrays.sort(to, at, at + size);
  }

  /** Bits of floats above 0 are in the order of the floats. */
  private void add(float similarity, int rank) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
    }
    keys[size++] = ((long) (Integer.MAX_VALUE - Float.floatToIntBits(similarity)) << 32) | rank;
  }
}
