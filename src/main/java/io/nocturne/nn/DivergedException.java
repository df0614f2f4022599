package io.nocturne.nn;

/** Training has lost its way: the loss is no longer a number. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DivergedException(double loss, int epoch) {
    super(
        "The loss became %s in epoch %d. Lower train.plan.learning-rate, or look for extreme weights in the input"
            .formatted(loss, epoch));
  }
}
