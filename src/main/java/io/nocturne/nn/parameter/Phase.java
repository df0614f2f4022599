package io.nocturne.nn.parameter;

/** Which part of a network an epoch trains; the other one stays as it is. */
public enum Phase {
  /** Everything. */
  ALL,
  /** The layers before the code, which make it, from corrupted histories. */
  ENCODER,
  /** The layers behind the code, from histories as they are. */
  DECODER;

  /** Whether the layers before the code are trained. */
  public boolean trainsEncoder() {
    return this != DECODER;
  }

  /** Whether the layers behind the code are trained. */
  public boolean trainsDecoder() {
    return this != ENCODER;
  }
}
