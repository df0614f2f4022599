package io.nocturne.math;

import java.io.Serializable;
import java.util.Arrays;
import org.netlib.util.intW;

/** A normal distribution in several dimensions: mean + L epsilon, with L L' its covariance. */
public final class NormalDistribution implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * This share of the mean variance is added to each variance: the covariance of fewer samples than
   * dimensions is singular.
   */
  private static final double RIDGE = 1e-6;

  private final double[] mean;

  /** L, column-major, [width x width]; null for the identity. */
  private final double[] factor;

  private NormalDistribution(double[] mean, double[] factor) {
    this.mean = mean;
    this.factor = factor;
  }

  /** The standard normal distribution. */
  public static NormalDistribution standard(int width) {
    return new NormalDistribution(new double[width], null);
  }

  /**
   * The distribution with the mean and the covariance of samples.
   *
   * @param samples [rows x width], row-major
   * @param rows number of samples, 1 or more
   * @throws ArithmeticException if a sample is not finite
   */
  public static NormalDistribution of(float[] samples, int rows, int width) {
    double[] mean = new double[width];
    for (int k = 0; k < rows * width; k++) {
      mean[k % width] += samples[k] / (double) rows;
    }
    double[] centred = new double[rows * width];
    Arrays.setAll(centred, k -> samples[k] - mean[k % width]);
    double[] covariance = new double[width * width];
    double share = 1.0 / Math.max(1, rows - 1);
    Blas blas = Blas.get();
    blas.blas().dsyrk("L", "N", width, rows, share, centred, width, 0, covariance, width);
    double trace = 0;
    for (int k = 0; k < width; k++) {
      trace += covariance[k * width + k];
    }
    for (int k = 0; k < width; k++) {
      covariance[k * width + k] += RIDGE * Math.max(Double.MIN_NORMAL, trace / width);
    }
    intW info = new intW(0);
    blas.lapack().dpotrf("L", width, covariance, width, info);
    if (info.val != 0 || !Double.isFinite(trace)) {
      throw new ArithmeticException(
          "Cannot fit a normal distribution to %,d samples: their covariance is not positive definite at %d of %d"
              .formatted(rows, info.val, width));
    }
    return new NormalDistribution(mean, covariance);
  }

  /** Writes a draw to {@code to[from ..]}. */
  public void draw(SplitMix64 random, float[] to, int from) {
    int width = mean.length;
    double[] epsilon = new double[width];
    Arrays.setAll(epsilon, k -> random.nextGaussian());
    for (int i = 0; i < width; i++) {
      double sum = mean[i];
      if (factor == null) {
        sum += epsilon[i];
      } else {
        for (int k = 0; k <= i; k++) {
          sum += factor[k * width + i] * epsilon[k];
        }
      }
      to[from + i] = (float) sum;
    }
  }
}
