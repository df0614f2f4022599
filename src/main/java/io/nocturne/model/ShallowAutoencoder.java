package io.nocturne.model;

import io.nocturne.math.SparseRows;
import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.Parameters;

/** A trained network whose code is the output of its first layer. */
final class ShallowAutoencoder extends Autoencoder implements JacobianEncoder {
  ShallowAutoencoder(Network network, Parameters parameters) {
    super(network, parameters);
  }

  @Override
  public void encode(SparseRows histories, float[] codes, double[] norms) {
    inference().encode(histories, codes, norms);
  }
}
