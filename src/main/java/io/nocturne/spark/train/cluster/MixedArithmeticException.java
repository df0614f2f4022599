package io.nocturne.spark.train.cluster;

/**
 * The executors do not compute alike; the message says which ones, how they differ, and the remedy.
 */
public final class MixedArithmeticException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MixedArithmeticException(String message) {
    super(message);
  }
}
