package io.nocturne.model;

import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.Parameters;

/** A trained variational network, which also decodes codes drawn from its prior. */
final class VariationalAutoencoder extends Autoencoder implements Generator {
  VariationalAutoencoder(Network network, Parameters parameters) {
    super(network, parameters);
  }

  @Override
  public void decode(float[] codes, int rows, float[] scores) {
    inference().decode(codes, rows, scores);
  }
}
