package io.nocturne.spark.train.round;

/** A round has failed as often as it may. */
public final class RoundFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RoundFailedException(int round, int attempts, Throwable cause) {
    super(
        "Round %d has failed %d times: %s. The rounds before are kept: once the cause is mended, run train for this date again"
            .formatted(round, attempts, cause.getMessage().lines().findFirst().orElse("")),
        cause);
  }
}
