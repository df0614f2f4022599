package io.nocturne.spark.train.round;

/** A round has failed in all its attempts. */
public final class RoundFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RoundFailedException(int round, int attempts, Throwable cause) {
    super(
        "Round %d has failed %d times: %s. The rounds before are kept: fix the cause, then run train for this date again"
            .formatted(round, attempts, cause.getMessage().lines().findFirst().orElse("")),
        cause);
  }
}
