package io.nocturne.spark.train;

import io.nocturne.model.Parameters;
import java.util.Optional;

/** Training has stopped in the midst of a round; what the rounds before have learnt is kept. */
public final class TrainingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Parameters lastGood;

  TrainingFailedException(String message, Parameters lastGood) {
    super(message);
    this.lastGood = lastGood;
  }

  /** The best parameters of the rounds before; empty if there was none. */
  public Optional<Parameters> lastGood() {
    return Optional.ofNullable(lastGood);
  }
}
