package io.nocturne.spark.store;

/** The folder of all output cannot be written; the message says why and what to do. */
public final class UnwritableRootException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnwritableRootException(String message, Throwable cause) {
    super(message, cause);
  }
}
