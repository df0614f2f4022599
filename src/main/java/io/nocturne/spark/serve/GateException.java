package io.nocturne.spark.serve;

/** A run must not be published; the message lists each failed check with its figures. */
public final class GateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  GateException(String message) {
    super(message);
  }
}
