package io.nocturne.spark.train.cluster;

/** The executors do not compute alike; the message says which ones, in what, and what helps. */
public final class MixedArithmeticException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MixedArithmeticException(String message) {
    super(message);
  }
}
