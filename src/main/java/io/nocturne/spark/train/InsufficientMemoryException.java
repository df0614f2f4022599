package io.nocturne.spark.train;

/** A step needs more memory than is available; the message says how much, and how to need less. */
public final class InsufficientMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InsufficientMemoryException(String message) {
    super(message);
  }
}
