package io.nocturne.jobs;

/** Ends a job with a status and a complete message, without a stack trace. */
final class EndedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  EndedException(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  int status() {
    return status;
  }
}
