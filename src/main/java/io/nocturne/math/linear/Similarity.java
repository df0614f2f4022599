package io.nocturne.math.linear;

import java.io.Serializable;

/**
 * How much two items have to do with each other, by which the neighbours of an item are chosen:
 * |c_ij| / (c_ii c_jj)^(alpha / 2), where c is the product x_i'x_j or, centred, the covariance
 * times the number of users, x_i'x_j - s_i s_j / U with the sums s of weights (H. Steck, "Markov
 * Random Fields for Collaborative Filtering", NeurIPS 2019, section 3.1 and its appendix on scaling
 * by popularity). With alpha = 1 it is the cosine or the correlation, with alpha = 0 the product.
 */
public final class Similarity implements Serializable {
  private static final long serialVersionUID = 1;

  /** A smaller share of the square is rounding: the item has no variance. */
  private static final double LEAST_VARIANCE = 1e-12;

  private final double alpha;
  private final boolean isCentred;

  /**
   * @param alpha 0 for products, 1 for cosines or correlations, or between
   * @param isCentred whether the mean weight of each item is subtracted
   */
  public Similarity(double alpha, boolean isCentred) {
    this.alpha = alpha;
    this.isCentred = isCentred;
  }

  /** What is subtracted from the product of the items of two ranks. */
  public double centre(RankedItems items, int a, int b) {
    return isCentred ? items.sum(a) * items.sum(b) / items.users() : 0;
  }

  /** c_ii of an item; 0 if its weights do not vary. */
  public double variance(RankedItems items, int rank) {
    double square = items.square(rank);
    double variance = square - centre(items, rank, rank);
    return variance > LEAST_VARIANCE * square ? variance : 0;
  }

  /** c_ii^(-alpha / 2) of each rank; 0 for items whose weights do not vary. */
  public double[] scales(RankedItems items) {
    double[] scales = new double[items.items()];
    double last = 0;
    double scale = 0;
    for (int r = 0; r < scales.length; r++) {
      double variance = variance(items, r);
      if (variance != last) { // most items of a large catalogue are as rare as the one before
        scale = variance > 0 ? StrictMath.pow(variance, -alpha / 2) : 0;
        last = variance;
      }
      scales[r] = scale;
    }
    return scales;
  }
}
