package io.nocturne.model.linear;

import io.nocturne.math.linear.SymmetricProduct;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.parameter.Parameters;

/**
 * A linear denoising autoencoder with a bias, in expectation over all corruptions (M. Chen, Z. Xu,
 * K. Weinberger and F. Sha, "Marginalized Denoising Autoencoders for Domain Adaptation", ICML 2012,
 * eq. 3 to 5): W = E[P] E[Q]^-1, where each input is dropped with probability p, and the bias
 * never.
 *
 * <p>With q = 1 - p and centred rows X_c, E[Q] = q^2 (X_c'X_c + p/q diag(X'X)) and E[P] = q
 * X_c'X_c, as the bias takes up the means mu. So it is a ridge regression, B = 1/q (I - P Lambda),
 * P = (X_c'X_c + Lambda)^-1, Lambda_i = p/q (X'X)_ii + lambda / q^2, and the bias is mu - q mu B =
 * mu P Lambda. (The paper adds lambda I, with 1e-5, to E[Q] to make it invertible.)
 */
public final class MarginalizedLayer {
  private MarginalizedLayer() {}

  /** The matrix to invert. */
  public static Ridge ridge(double noise, double lambda) {
    double kept = 1 - noise;
    return new Ridge(lambda / (kept * kept), noise, 0, true);
  }

  /** The parameters of {@link SymmetricWeights}. */
  public static Parameters parameters(TrainingData data, RidgeInverse solved, double noise) {
    float[] bias = bias(data, solved);
    float[] inverse = solved.inverse().diagonal();
    float[] reads = new float[bias.length];
    float[] scales = new float[bias.length];
    float[] diagonal = new float[bias.length];
    double kept = 1 - noise;
    for (int j = 0; j < bias.length; j++) {
      reads[j] = 1;
      scales[j] = (float) (solved.added()[j] / kept);
      diagonal[j] = (float) ((1 - inverse[j] * solved.added()[j]) / kept);
    }
    return SymmetricWeights.parameters(solved.inverse(), reads, scales, diagonal)
        .with(SymmetricWeights.bias(bias));
  }

  /**
   * The weights to some of the items, [items x chosen]: columns of B.
   *
   * @param chosen the items
   */
  public static float[] weights(RidgeInverse solved, int[] chosen, double noise) {
    int items = solved.added().length;
    float[] weights = new float[Math.multiplyExact(items, chosen.length)];
    for (int i = 0; i < items; i++) {
      for (int c = 0; c < chosen.length; c++) {
        int j = chosen[c];
        double product = solved.inverse().get(i, j) * solved.added()[j];
        weights[i * chosen.length + c] = (float) (((i == j ? 1 : 0) - product) / (1 - noise));
      }
    }
    return weights;
  }

  /** The means mu of the items, [items]. */
  public static double[] means(TrainingData data, RidgeInverse solved) {
    double[] means = new double[data.items()];
    for (int i = 0; i < means.length; i++) {
      means[i] = (double) solved.sums()[i] / data.users();
    }
    return means;
  }

  /** The bias of each item, mu P Lambda, [items]. */
  public static float[] bias(TrainingData data, RidgeInverse solved) {
    double[] product =
        SymmetricProduct.of(solved.inverse(), means(data, solved), 1, data.threads());
    float[] bias = new float[product.length];
    for (int j = 0; j < bias.length; j++) {
      bias[j] = (float) (product[j] * solved.added()[j]);
    }
    return bias;
  }
}
