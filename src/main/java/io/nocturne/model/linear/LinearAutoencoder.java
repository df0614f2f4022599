package io.nocturne.model.linear;

import io.nocturne.nn.parameter.Parameters;

/**
 * The weights of a linear autoencoder from an inverse: B = I - P diag(c) with the {@link Diagonal}
 * that is required, and then W = N^a B N^-a, where N are the numbers of users of the items and a is
 * the item power: above 0 it takes popularity out of the scores (S. Park et al., DAN, 2024).
 */
public final class LinearAutoencoder {
  private LinearAutoencoder() {}

  /**
   * The parameters of {@link SymmetricWeights}; the inverse becomes one of them.
   *
   * @param itemPower a; 0 for B itself
   */
  public static Parameters parameters(RidgeInverse solved, Diagonal diagonal, double itemPower) {
    float[] inverse = solved.inverse().diagonal();
    float[] reads = new float[inverse.length];
    float[] scales = new float[inverse.length];
    float[] own = new float[inverse.length];
    for (int j = 0; j < inverse.length; j++) {
      // an item without users has no weights to or from others
      double power = StrictMath.pow(Math.max(1, solved.counts()[j]), itemPower);
      double scale = diagonal.scale(solved.added()[j], inverse[j]);
      reads[j] = (float) power;
      scales[j] = (float) (scale / power);
      own[j] = (float) diagonal.value(scale, inverse[j]);
    }
    return SymmetricWeights.parameters(solved.inverse(), reads, scales, own);
  }
}
