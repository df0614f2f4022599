package io.nocturne.model;

import java.util.OptionalDouble;

/**
 * The best round so far: by the validation, or the last one before any was measured. There is one
 * even if no metric is a number.
 *
 * @param <M> the form of its parameters
 */
public final class Best<M> {
  private final boolean lowerIsBetter;

  /** Worse than any number. */
  private final double worst;

  private M parameters;
  private int round;
  private double metric;
  private int validationsSince;
  private boolean measured;

  /** Starts without a best round. */
  public Best(boolean lowerIsBetter) {
    this.lowerIsBetter = lowerIsBetter;
    this.worst = lowerIsBetter ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    this.metric = worst;
  }

  /** Takes in a round, with its metric if it was measured. */
  public void take(int number, M model, OptionalDouble found) {
    if (found.isEmpty() && measured) {
      return;
    }
    double value = found.orElse(worst);
    if (measured && !isBetter(value, metric)) {
      validationsSince++;
      return;
    }
    measured = found.isPresent();
    metric = Double.isNaN(value) ? metric : value;
    round = number;
    parameters = model;
    validationsSince = 0;
  }

  /** Not a number is never better. */
  private boolean isBetter(double value, double other) {
    return lowerIsBetter ? value < other : value > other;
  }

  /** Resumes from a stored best round. */
  public void restore(int number, double value, int since, M model) {
    round = number;
    metric = value;
    validationsSince = since;
    measured = since > 0 || isBetter(value, worst);
    parameters = model;
  }

  /** Its parameters; null if there is none. */
  public M parameters() {
    return parameters;
  }

  /** Its number, from 1 on; 0 if there is none. */
  public int round() {
    return round;
  }

  /** Its metric; infinitely bad if not measured or not a number. */
  public double metric() {
    return metric;
  }

  /** The number of validations since without improvement. */
  public int validationsSince() {
    return validationsSince;
  }
}
