package io.nocturne.spark;

/** The data that a job was given cannot be used; the message names what is wrong and the remedy. */
public class UnusableDataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception with a message for the person who started the job. */
  public UnusableDataException(String message) {
    super(message);
  }

  /** Creates an exception that keeps its cause. */
  public UnusableDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
