package io.nocturne.math.linear;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The items by falling popularity. A rank is a place in this order, 0 for the item of the most
 * users, ties by index. The Gram matrix is kept in the order of ranks: then an item's row holds
 * only items that are more popular, and no row is long, as few items are more popular than a
 * popular one, and a rare one meets few.
 *
 * <p>It holds the moments of each rank, from which products are centred and scaled.
 */
public final class RankedItems implements Serializable {
  private static final long serialVersionUID = 1;

  private final int users;
  private final int[] itemOf;
  private final int[] rankOf;
  private final double[] sums;
  private final double[] squares;

  /**
   * @param moments of all items
   * @param users the number of users
   */
  public RankedItems(ItemMoments moments, int users) {
    int items = moments.items();
    this.users = users;
    long[] keys = new long[items];
    for (int i = 0; i < items; i++) {
      keys[i] = ((Integer.MAX_VALUE - (long) moments.count(i)) << 32) | i;
    }
    Arrays.sort(keys);
    this.itemOf = new int[items];
    this.rankOf = new int[items];
    this.sums = new double[items];
    this.squares = new double[items];
    for (int r = 0; r < items; r++) {
      int item = (int) keys[r];
      itemOf[r] = item;
      rankOf[item] = r;
      sums[r] = moments.sum(item);
      squares[r] = moments.square(item);
    }
  }

  /** The number of items. */
  public int items() {
    return itemOf.length;
  }

  /** The number of users. */
  public int users() {
    return users;
  }

  /** The item of a rank. */
  public int item(int rank) {
    return itemOf[rank];
  }

  /** The rank of an item. */
  public int rank(int item) {
    return rankOf[item];
  }

  /** The ranks of these items, as a new array. */
  public int[] ranks(int[] items) {
    int[] ranks = new int[items.length];
    for (int k = 0; k < items.length; k++) {
      ranks[k] = rankOf[items[k]];
    }
    return ranks;
  }

  /** The sum of the weights of the item of that rank. */
  public double sum(int rank) {
    return sums[rank];
  }

  /** The sum of the squares of its weights: its place on the diagonal of X'X. */
  public double square(int rank) {
    return squares[rank];
  }
}
