package io.nocturne.model.linear;

import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import io.nocturne.model.TrainingData;
import java.util.function.UnaryOperator;

/**
 * Checks an inverse P of A = X' D X + Lambda against the rows themselves, so that A needs no second
 * copy: the largest element of A P v - v over a few random vectors v of 1 and -1. The products with
 * X are of floats, so P v is split into two floats each, which together have its digits.
 */
final class Residual {
  /** The largest residual of an inverse that is used. */
  static final double MOST = 1e-3;

  private static final int VECTORS = 2;
  private static final long SEED = 0x5e51d;

  private final TrainingData data;
  private final Ridge ridge;
  private final double[] added;
  private final float[] sums;

  Residual(TrainingData data, Ridge ridge, double[] added, float[] sums) {
    this.data = data;
    this.ridge = ridge;
    this.added = added;
    this.sums = sums;
  }

  /**
   * The largest element; NaN where P is not finite.
   *
   * @param inverse the product with P, of vectors [items x {@link #width}]
   */
  double of(UnaryOperator<double[]> inverse) {
    double[] vectors = vectors();
    double[] solved = inverse.apply(vectors);
    float[] split = new float[2 * solved.length];
    for (int k = 0; k < solved.length; k++) {
      int at = k / VECTORS * 2 * VECTORS + k % VECTORS;
      split[at] = (float) solved[k];
      split[at + VECTORS] = (float) (solved[k] - split[at]);
    }
    float[] product = data.products().preciseProduct(ridge.userPower(), split, 2 * VECTORS);
    double[] means = means(solved);
    double largest = 0;
    for (int k = 0; k < solved.length; k++) {
      int item = k / VECTORS;
      int at = item * 2 * VECTORS + k % VECTORS;
      double found = (double) product[at] + product[at + VECTORS];
      found += added[item] * solved[k] - sums[item] * means[k % VECTORS];
      double error = Math.abs(found - vectors[k]);
      largest = error <= largest ? largest : error; // NaN too
      if (Double.isNaN(error)) {
        return error;
      }
    }
    return largest;
  }

  /** The number of vectors. */
  static int width() {
    return VECTORS;
  }

  /** What centring subtracts from each product, per count of an item: mu' P v. */
  private double[] means(double[] solved) {
    double[] means = new double[VECTORS];
    for (int k = 0; ridge.isCentred() && k < solved.length; k++) {
      means[k % VECTORS] += sums[k / VECTORS] * solved[k] / data.users();
    }
    return means;
  }

  private double[] vectors() {
    SplitMix64 random = new SplitMix64(Seeds.derive(SEED, data.items()));
    double[] vectors = new double[data.items() * VECTORS];
    for (int k = 0; k < vectors.length; k++) {
      vectors[k] = random.nextInt(2) == 0 ? 1 : -1;
    }
    return vectors;
  }
}
