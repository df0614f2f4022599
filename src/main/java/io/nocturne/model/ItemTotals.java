package io.nocturne.model;

import io.nocturne.nn.parameter.ItemFrequencies;
import java.io.Serializable;

/**
 * The number of training rows that have each item, and the sums of their weights. Weights up to 1
 * are added in fixed point, so that the order of the rows changes nothing.
 */
public final class ItemTotals implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int FRACTION_BITS = 30;
  private static final double UNIT = 1.0 / (1L << FRACTION_BITS);

  private final long[] counts;
  private final long[] weights;
  private float least = Float.POSITIVE_INFINITY;
  private float most = Float.NEGATIVE_INFINITY;

  /** Starts without rows. */
  public ItemTotals(int items) {
    this.counts = new long[items];
    this.weights = new long[items];
  }

  /** Adds one item of a row. */
  public void add(int item, float weight) {
    counts[item]++;
    weights[item] += Math.round(Math.scalb((double) weight, FRACTION_BITS));
    least = Math.min(least, weight);
    most = Math.max(most, weight);
  }

  /** Adds the totals of other rows. */
  public ItemTotals addAll(ItemTotals other) {
    for (int item = 0; item < counts.length; item++) {
      counts[item] += other.counts[item];
      weights[item] += other.weights[item];
    }
    least = Math.min(least, other.least);
    most = Math.max(most, other.most);
    return this;
  }

  /** The counts, [items]; counts above 2^24 lose their last digits. */
  public float[] counts() {
    return floats(counts, 1);
  }

  /** The sums of the weights, [items]. */
  public float[] sums() {
    return floats(weights, UNIT);
  }

  /**
   * The counts and the sums of weights.
   *
   * @param rows the number of rows, those without any item included
   */
  public ItemFrequencies frequencies(long rows) {
    float[] counted = counts();
    boolean binary = least == 1 && most == 1;
    // weights above 1 have no log-odds, and no loss that starts from those takes them
    boolean summed = !binary && least >= 0 && most <= 1;
    return new ItemFrequencies(counted, summed ? floats(weights, UNIT) : counted, rows);
  }

  private static float[] floats(long[] sums, double unit) {
    float[] floats = new float[sums.length];
    for (int item = 0; item < floats.length; item++) {
      floats[item] = (float) (sums[item] * unit);
    }
    return floats;
  }
}
