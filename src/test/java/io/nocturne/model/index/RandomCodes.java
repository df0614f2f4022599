package io.nocturne.model.index;

import io.nocturne.math.SplitMix64;

/** Small sets of codes around random centres. */
public final class RandomCodes {
  private static final int CENTRES = 20;

  private RandomCodes() {}

  public static float[] of(long seed, int count, int width) {
    SplitMix64 random = new SplitMix64(seed);
    float[] centres = new float[CENTRES * width];
    for (int k = 0; k < centres.length; k++) {
      centres[k] = (float) random.nextGaussian();
    }
    float[] codes = new float[count * width];
    for (int item = 0; item < count; item++) {
      int centre = random.nextInt(CENTRES);
      for (int k = 0; k < width; k++) {
        codes[item * width + k] =
            (float) (centres[centre * width + k] + .5 * random.nextGaussian());
      }
    }
    return codes;
  }
}
