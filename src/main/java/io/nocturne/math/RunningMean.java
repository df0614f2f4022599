package io.nocturne.math;

/** The mean of arrays that come one after another. */
public final class RunningMean {
  private RunningMean() {}

  /**
   * Updates a mean with one array: mean := mean + (next - mean) / n, in doubles.
   *
   * @param mean the mean of the first n - 1 arrays; overwritten
   * @param n the number of arrays including this one, 1 or more
   */
  public static void add(float[] mean, float[] next, int n) {
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (float) (mean[k] + ((double) next[k] - mean[k]) / n);
    }
  }
}
