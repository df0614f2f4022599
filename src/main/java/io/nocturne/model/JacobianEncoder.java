package io.nocturne.model;

import io.nocturne.math.SparseRows;

/** An encoder of one layer, which also measures how strongly a code depends on its history. */
public interface JacobianEncoder extends Encoder {

  /**
   * Writes the code of each history, and the squared Frobenius norm of its Jacobian by the history
   * after scaling to length 1, where the model does so (Rifai et al., "Contractive auto-encoders",
   * ICML 2011).
   *
   * @param histories [rows x items]
   * @param codes [rows x code width], row-major; what it held is overwritten
   * @param norms [rows]; what it held is overwritten
   */
  void encode(SparseRows histories, float[] codes, double[] norms);
}
