package io.nocturne.model;

import io.nocturne.math.SplitMix64;
import java.io.Serializable;

/** The empirical distribution of the lengths of histories. */
public final class HistoryLengths implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] lengths;
  private final int[] users;
  private final int total;

  /**
   * A distribution, by the number of users of each length.
   *
   * @param lengths distinct, in an order that fixes what a seed draws
   * @param users [lengths], at least one user in all
   */
  public HistoryLengths(int[] lengths, int[] users) {
    this.lengths = lengths.clone();
    this.users = users.clone();
    int sum = 0;
    for (int count : users) {
      sum = Math.addExact(sum, count);
    }
    if (lengths.length != users.length || sum < 1) {
      throw new IllegalArgumentException(
          "Invalid lengths: %d of them, of %d users (expected 1 user or more)"
              .formatted(lengths.length, sum));
    }
    this.total = sum;
  }

  /** Draws a length: that of a user drawn uniformly. */
  int draw(SplitMix64 random) {
    int left = random.nextInt(total);
    int k = 0;
    while (left >= users[k]) {
      left -= users[k++];
    }
    return lengths[k];
  }
}
