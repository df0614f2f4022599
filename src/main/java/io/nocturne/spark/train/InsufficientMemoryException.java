package io.nocturne.spark.train;

/** A step would need more memory than there is; the message says how much, and what lowers it. */
public final class InsufficientMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InsufficientMemoryException(String message) {
    super(message);
  }
}
