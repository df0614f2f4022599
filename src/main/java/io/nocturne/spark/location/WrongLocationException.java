package io.nocturne.spark.location;

/** A path that cannot name anything; the message says which, why, and what to do. */
public final class WrongLocationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongLocationException(String message, Throwable cause) {
    super(message, cause);
  }
}
