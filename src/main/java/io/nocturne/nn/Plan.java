package io.nocturne.nn;

import java.io.Serializable;

/**
 * How a network is trained by gradient descent.
 *
 * @param epochs how often each history is learnt from at the most, 1 or more
 * @param epochsPerValidation how many epochs go by between two validations, 1 or more
 * @param patience after how many validations without a better metric it stops, 1 or more
 * @param batch how many histories a step of one worker alone learns from, 1 or more
 * @param learningRate of Adam, of one worker alone, more than 0
 * @param weightDecay lambda of the penalty lambda / 2 |weights|^2, 0 or more
 * @param sampled how candidates are drawn
 * @param lazy whether Adam leaves items alone that do not occur in a batch
 * @param averaging how several workers learn together
 */
public record Plan(
    int epochs,
    int epochsPerValidation,
    int patience,
    int batch,
    double learningRate,
    double weightDecay,
    SampledSoftmax sampled,
    boolean lazy,
    Averaging averaging)
    implements Serializable {
  /** Refuses numbers out of range. */
  public Plan {
    atLeastOne("epochs", epochs);
    atLeastOne("epochs-per-validation", epochsPerValidation);
    atLeastOne("patience", patience);
    atLeastOne("batch", batch);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "Invalid learning-rate: " + learningRate + " (expected a number, more than 0)");
    }
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException(
          "Invalid weight-decay: " + weightDecay + " (expected a number, 0 or more)");
    }
  }

  /** One worker; lazy exactly where candidates are drawn: a step on many items is short then. */
  public Plan(
      int epochs,
      int epochsPerValidation,
      int patience,
      int batch,
      double learningRate,
      double weightDecay,
      SampledSoftmax sampled) {
    this(
        epochs,
        epochsPerValidation,
        patience,
        batch,
        learningRate,
        weightDecay,
        sampled,
        sampled.isOn(),
        Averaging.ALONE);
  }

  /** The same with another averaging. */
  public Plan with(Averaging other) {
    return new Plan(
        epochs,
        epochsPerValidation,
        patience,
        batch,
        learningRate,
        weightDecay,
        sampled,
        lazy,
        other);
  }

  /** How many epochs a worker makes before it is averaged with the others. */
  public int epochsPerRound() {
    if (averaging.epochsPerRound() > 0) {
      return averaging.epochsPerRound();
    }
    return averaging.workers() == 1 ? epochsPerValidation : 1;
  }

  /** How many histories a step of a worker learns from. */
  public int localBatch() {
    return averaging.batch(batch);
  }

  LearningRate rate(long users) {
    return averaging.rate(learningRate, batch, users);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Invalid %s: %d (expected 1 or more)".formatted(name, value));
    }
  }
}
