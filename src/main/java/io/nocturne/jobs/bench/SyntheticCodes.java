package io.nocturne.jobs.bench;

import io.nocturne.math.SplitMix64;
import java.util.Arrays;

/** Codes that are drawn at random, from one seed. */
final class SyntheticCodes {
  private static final long SEED = 1;

  /** The mean number of codes in a cluster. */
  private static final int CODES_PER_CLUSTER = 500;

  /** The deviation within a cluster, where that of the centres is 1. */
  private static final double SPREAD = 0.5;

  private SyntheticCodes() {}

  /**
   * Independent normal numbers: the hard case, as in 64 dimensions all codes are about as far from
   * one another.
   */
  static float[] gaussian(int count, int width) {
    SplitMix64 random = new SplitMix64(SEED);
    return normal(random, count * width);
  }

  /**
   * A mixture of normal distributions around random centres, as items fall into genres; the sizes
   * of the clusters follow Zipf's law.
   */
  static float[] clustered(int count, int width) {
    SplitMix64 random = new SplitMix64(SEED);
    int clusters = Math.max(1, count / CODES_PER_CLUSTER);
    float[] centres = normal(random, clusters * width);
    double[] upTo = new double[clusters];
    double sum = 0;
    for (int cluster = 0; cluster < clusters; cluster++) {
      sum += 1.0 / (cluster + 1);
      upTo[cluster] = sum;
    }
    float[] codes = new float[count * width];
    for (int item = 0; item < count; item++) {
      int at = Arrays.binarySearch(upTo, random.nextDouble() * sum);
      int cluster = Math.min(clusters - 1, at < 0 ? -at - 1 : at);
      for (int k = 0; k < width; k++) {
        codes[item * width + k] =
            (float) (centres[cluster * width + k] + SPREAD * random.nextGaussian());
      }
    }
    return codes;
  }

  private static float[] normal(SplitMix64 random, int length) {
    float[] numbers = new float[length];
    for (int k = 0; k < length; k++) {
      numbers[k] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
