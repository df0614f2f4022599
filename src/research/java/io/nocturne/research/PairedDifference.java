package io.nocturne.research;

import java.util.List;

/**
 * The mean difference of a metric between two trainings, paired by seed, as a share of the second
 * one's mean, with a 95 % interval by Student's t.
 *
 * @param mean over the seeds
 * @param half half the width of the interval; NaN for a single seed
 */
record PairedDifference(double mean, double half) {
  /** 97.5 % points of Student's t with 1, 2, ... degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228
  };

  /** The difference of two lists of metrics, both by seed. */
  static PairedDifference of(List<Double> metrics, List<Double> others) {
    int n = metrics.size();
    double base = others.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double[] differences = new double[n];
    double mean = 0;
    for (int s = 0; s < n; s++) {
      differences[s] = (metrics.get(s) - others.get(s)) / base;
      mean += differences[s] / n;
    }
    double squares = 0;
    for (double difference : differences) {
      squares += (difference - mean) * (difference - mean);
    }
    double error = Math.sqrt(squares / (n - 1) / n);
    return new PairedDifference(
        mean, n < 2 ? Double.NaN : T[Math.min(n - 2, T.length - 1)] * error);
  }

  /** The difference and its interval, in percent. */
  String text() {
    return Double.isNaN(half)
        ? "%+.2f %%".formatted(100 * mean)
        : "%+.2f %% [%+.2f, %+.2f]".formatted(100 * mean, 100 * (mean - half), 100 * (mean + half));
  }
}
