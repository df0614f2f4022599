package io.nocturne.nn;

/** Which part of a network an epoch teaches; the other one stays as it is. */
public enum Phase {
  /** Everything. */
  ALL,
  /** What lies before the code and makes it, from corrupted histories. */
  ENCODER,
  /** What lies behind the code, from histories as they are. */
  DECODER;

  boolean teachesEncoder() {
    return this != DECODER;
  }

  boolean teachesDecoder() {
    return this != ENCODER;
  }
}
