package io.nocturne.math;

/** The mean of arrays that come one after another. */
public final class RunningMean {
  private RunningMean() {}

  /**
   * Moves a mean on by one array: mean := mean + (next - mean) / n, in doubles.
   *
   * @param mean of the n - 1 arrays before; overwritten
   * @param n the number of arrays including this one, 1 or more
   */
  public static void add(float[] mean, float[] next, int n) {
    for (int k = 0; k < mean.length; k++) {
      mean[k] = (float) (mean[k] + ((double) next[k] - mean[k]) / n);
    }
  }
}
