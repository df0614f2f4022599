package io.nocturne.spark.train;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The best round so far: by the validation, or the last one before any was measured. There is one
 * even if no metric is a number.
 */
final class Best {
  private final boolean lowerIsBetter;

  /** Worse than any number. */
  private final double worst;

  private List<byte[]> parameters = List.of();
  private int round;
  private double metric;
  private int validationsSince;
  private boolean measured;

  /** None yet. */
  Best(boolean lowerIsBetter) {
    this.lowerIsBetter = lowerIsBetter;
    this.worst = lowerIsBetter ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    this.metric = worst;
  }

  /** Takes in a round, with its metric if it was measured. */
  void take(int number, List<byte[]> blocks, OptionalDouble found) {
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
    parameters = blocks;
    validationsSince = 0;
  }

  /** Not a number is never better. */
  private boolean isBetter(double value, double other) {
    return lowerIsBetter ? value < other : value > other;
  }

  /** Goes on from what was stored. */
  void restore(int number, double value, int since, List<byte[]> blocks) {
    round = number;
    metric = value;
    validationsSince = since;
    measured = since > 0 || isBetter(value, worst);
    parameters = blocks;
  }

  /** The blocks of its parameters. */
  List<byte[]> parameters() {
    return parameters;
  }

  /** Its number, from 1 on; 0 if there is none. */
  int round() {
    return round;
  }

  double metric() {
    return metric;
  }

  /** How many validations have been none better since. */
  int validationsSince() {
    return validationsSince;
  }
}
