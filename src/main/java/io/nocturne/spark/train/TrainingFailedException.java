package io.nocturne.spark.train;

import io.nocturne.nn.parameter.Parameters;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Training has failed in a round; the parameters of the rounds before are kept. */
public final class TrainingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Parameters lastGood;

  TrainingFailedException(String message, Parameters lastGood) {
    super(message);
    this.lastGood = lastGood;
  }

  /** Returns this failure with its last good parameters finished into those of a model. */
  TrainingFailedException finished(UnaryOperator<Parameters> finish) {
    TrainingFailedException finished =
        new TrainingFailedException(getMessage(), lastGood().map(finish).orElse(null));
    finished.initCause(this);
    return finished;
  }

  /** The parameters of the best of the rounds before, as of a model; empty if there is none. */
  public Optional<Parameters> lastGood() {
    return Optional.ofNullable(lastGood);
  }
}
