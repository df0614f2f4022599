package io.nocturne.nn;

/** Training has diverged: the loss or a parameter is no longer a number. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DivergedException(String what, double value, int epoch) {
    super(
        "%s became %s in epoch %d. Lower train.learning-rate, or look for extreme weights in the input"
            .formatted(what, value, epoch));
  }
}
