package io.nocturne.nn;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import java.util.Arrays;

/**
 * Draws initial parameters: each row of weights and each vector of biases from a stream of its own,
 * so that any number of threads draws the same.
 */
final class Initializer {
  private static final double BIAS_DEVIATION = 0.001;

  private final ParallelLoop loop;
  private final long seed;
  private final float[] theta;
  private int matrices;

  Initializer(ParallelLoop loop, long seed, float[] theta) {
    this.loop = loop;
    this.seed = seed;
    this.theta = theta;
  }

  /**
   * Weights [rows x columns]: normal with variance 2 / (rows + columns) (Glorot and Bengio,
   * "Understanding the difficulty of training deep feedforward neural networks", 2010, eq. 12).
   */
  void weights(int from, int rows, int columns) {
    double deviation = Math.sqrt(2.0 / (rows + columns));
    int matrix = matrices++;
    loop.run(
        rows,
        row -> {
          SplitMix64 random = new SplitMix64(Seeds.derive(seed, matrix, row));
          int at = from + row * columns;
          for (int k = at; k < at + columns; k++) {
            theta[k] = (float) (deviation * random.nextGaussian());
          }
        });
  }

  /** The same number everywhere. */
  void fill(int from, int length, float value) {
    Arrays.fill(theta, from, from + length, value);
  }

  /** Biases: normal with deviation 0.001, cut at two deviations (Liang et al. 2018, their code). */
  void biases(int from, int length) {
    SplitMix64 random = new SplitMix64(Seeds.derive(seed, matrices++, -1));
    for (int k = from; k < from + length; k++) {
      double drawn = random.nextGaussian();
      while (Math.abs(drawn) > 2) {
        drawn = random.nextGaussian();
      }
      theta[k] = (float) (BIAS_DEVIATION * drawn);
    }
  }
}
