package io.nocturne.spark;

import java.io.Serializable;

/** The smallest and the largest of some numbers. */
public final class FloatRange implements Serializable {
  private static final long serialVersionUID = 1;

  /** The range of no numbers. */
  public static final FloatRange NONE =
      new FloatRange(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

  private final float least;
  private final float most;

  private FloatRange(float least, float most) {
    this.least = least;
    this.most = most;
  }

  /** The range of these numbers and some more. */
  public FloatRange with(float[] numbers) {
    float low = least;
    float high = most;
    for (float number : numbers) {
      low = Math.min(low, number);
      high = Math.max(high, number);
    }
    return new FloatRange(low, high);
  }

  /** The range of the numbers of both. */
  public FloatRange with(FloatRange other) {
    return new FloatRange(Math.min(least, other.least), Math.max(most, other.most));
  }

  /** The smallest number and the largest; nothing if there are no numbers. */
  public float[] ends() {
    return least > most ? new float[0] : new float[] {least, most};
  }
}
