package io.nocturne.math.linear;

import java.util.Arrays;
import java.util.List;

/**
 * X'X of users and items without the products below a threshold, [items x items], symmetric, and
 * the neighbours of each item: never dense, neither as a whole nor row by row. Items are numbered
 * by rank ({@link RankedItems}), and a pair is stored once, in the row of the rarer item. The
 * products are exact sums, rounded to floats: exact for counts up to 2^24.
 */
public final class SparseGram {
  private final RankedItems items;
  private final List<GramPart> parts;

  /**
   * @param parts in their order
   */
  public SparseGram(RankedItems items, List<GramPart> parts) {
    this.items = items;
    this.parts = parts;
  }

  /** The items, their ranks and their moments. */
  public RankedItems items() {
    return items;
  }

  /** The parts, which are sent one by one. */
  public List<GramPart> parts() {
    return parts;
  }

  /** The number of pairs that are kept. */
  public long pairs() {
    return parts.stream().mapToLong(GramPart::size).sum();
  }

  /** The number of neighbours of all items. */
  public long neighbours() {
    return parts.stream().mapToLong(GramPart::neighbours).sum();
  }

  /** The ranks of the neighbours of an item, ascending. */
  public int[] neighbours(int rank) {
    return parts.get(rank % parts.size()).neighbours(rank / parts.size());
  }

  /**
   * Copies the products of some items with one another.
   *
   * @param ranks distinct, [size]
   * @param to [size x size], of which both halves and the diagonal are written
   * @param placeOf [items], all 0; all 0 again afterwards
   */
  public void copy(int[] ranks, float[] to, int[] placeOf) {
    int size = ranks.length;
    Arrays.fill(to, 0, size * size, 0f);
    for (int a = 0; a < size; a++) {
      placeOf[ranks[a]] = a + 1;
    }
    for (int a = 0; a < size; a++) {
      to[a * size + a] = (float) items.square(ranks[a]);
      GramPart part = parts.get(ranks[a] % parts.size());
      int place = ranks[a] / parts.size();
      int end = part.end(place);
      for (int k = part.start(place); k < end; k++) {
        int b = placeOf[part.rank(k)] - 1;
        if (b >= 0) {
          to[a * size + b] = part.product(k);
          to[b * size + a] = part.product(k);
        }
      }
    }
    for (int rank : ranks) {
      placeOf[rank] = 0;
    }
  }
}
