package io.nocturne.model;

import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.Parameters;

/** A trained variational network: codes drawn from the prior decode, too. */
final class VariationalAutoencoder extends Autoencoder implements Generator {
  VariationalAutoencoder(Network network, Parameters parameters) {
    super(network, parameters);
  }

  @Override
  public void decode(float[] codes, int rows, float[] scores) {
    inference().decode(codes, rows, scores);
  }
}
