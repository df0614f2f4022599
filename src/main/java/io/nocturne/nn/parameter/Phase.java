package io.nocturne.nn.parameter;

/** The part of a network that an epoch trains; the rest is frozen. */
public enum Phase {
  /** All layers. */
  ALL,
  /** The layers before the code, which make it, from corrupted histories. */
  ENCODER,
  /** The layers after the code, from uncorrupted histories. */
  DECODER;

  /** Whether the layers before the code are trained. */
  public boolean trainsEncoder() {
    return this != DECODER;
  }

  /** Whether the layers after the code are trained. */
  public boolean trainsDecoder() {
    return this != ENCODER;
  }
}
