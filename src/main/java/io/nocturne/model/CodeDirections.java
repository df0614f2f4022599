package io.nocturne.model;

import java.io.Serializable;

/**
 * The directions of codes: each code divided by its Euclidean norm, so that the product of two of
 * them is the cosine between the codes. A code of zeros has no direction; its row stays zero, and
 * its cosine with any other is 0.
 */
public final class CodeDirections implements Serializable {
  private static final long serialVersionUID = 1;

  private final int count;
  private final int width;
  private final float[] values;

  private CodeDirections(int count, int width, float[] values) {
    this.count = count;
    this.width = width;
    this.values = values;
  }

  /**
   * The directions of the codes themselves, as the cosine of codes from the tables is taken.
   *
   * @param codes [count x width], row-major; not changed
   * @throws IllegalArgumentException naming the first code with a number that is not finite
   */
  public static CodeDirections of(int count, int width, float[] codes) {
    return of(count, width, codes, new double[width]);
  }

  /**
   * The directions after the mean of all codes is subtracted: codes of sigmoid units all point in
   * similar directions otherwise.
   *
   * @param codes [count x width], row-major; not changed
   * @throws IllegalArgumentException naming the first code with a number that is not finite
   */
  public static CodeDirections centred(int count, int width, float[] codes) {
    check(count, width, codes);
    double[] mean = new double[width];
    for (int k = 0; k < codes.length; k++) {
      mean[k % width] += codes[k] / (double) count;
    }
    return of(count, width, codes, mean);
  }

  private static CodeDirections of(int count, int width, float[] codes, double[] mean) {
    check(count, width, codes);
    float[] values = new float[codes.length];
    for (int from = 0; from < codes.length; from += width) {
      double squares = 0;
      for (int k = 0; k < width; k++) {
        double centred = codes[from + k] - mean[k];
        values[from + k] = (float) centred;
        squares += centred * centred;
      }
      float factor = (float) (squares == 0 ? 0 : 1 / Math.sqrt(squares));
      for (int k = from; k < from + width; k++) {
        values[k] *= factor;
      }
    }
    return new CodeDirections(count, width, values);
  }

  private static void check(int count, int width, float[] codes) {
    if (count < 0 || width < 1 || codes.length != (long) count * width) {
      throw new IllegalArgumentException(
          "Invalid codes: %,d numbers (expected %,d codes of %,d numbers)"
              .formatted(codes.length, count, width));
    }
    for (int k = 0; k < codes.length; k++) {
      if (!Float.isFinite(codes[k])) {
        throw new IllegalArgumentException(
            "Invalid code %d: number %d is %s (expected finite numbers)"
                .formatted(k / width, k % width, codes[k]));
      }
    }
  }

  /** The number of codes. */
  public int count() {
    return count;
  }

  /** The width of a code. */
  public int width() {
    return width;
  }

  /** The directions, [count x width], row-major; not to be written to. */
  public float[] values() {
    return values;
  }
}
