package io.nocturne.spark.train;

import io.nocturne.nn.parameter.Parameters;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Training has stopped in the midst of a round; what the rounds before have learnt is kept. */
public final class TrainingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Parameters lastGood;

  TrainingFailedException(String message, Parameters lastGood) {
    super(message);
    this.lastGood = lastGood;
  }

  /** The same after its good parameters have been made a model's. */
  TrainingFailedException finished(UnaryOperator<Parameters> finish) {
    TrainingFailedException finished =
        new TrainingFailedException(getMessage(), lastGood().map(finish).orElse(null));
    finished.initCause(this);
    return finished;
  }

  /** The best parameters of the rounds before, a model's; empty if there was none. */
  public Optional<Parameters> lastGood() {
    return Optional.ofNullable(lastGood);
  }
}
