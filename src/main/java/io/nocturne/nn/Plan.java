package io.nocturne.nn;

import java.io.Serializable;

/**
 * How a network is trained by gradient descent.
 *
 * @param epochs how often each history is learnt from at the most, 1 or more
 * @param epochsPerRound how many epochs go by between two validations, 1 or more
 * @param patience after how many rounds without a better validation metric it stops, 1 or more
 * @param batch how many histories a step learns from, 1 or more
 * @param learningRate of Adam, more than 0
 * @param weightDecay lambda of the penalty lambda / 2 |weights|^2, 0 or more
 * @param sampled how candidates are drawn
 * @param lazy whether Adam leaves items alone that do not occur in a batch
 */
public record Plan(
    int epochs,
    int epochsPerRound,
    int patience,
    int batch,
    double learningRate,
    double weightDecay,
    SampledSoftmax sampled,
    boolean lazy)
    implements Serializable {
  /** Refuses numbers out of range. */
  public Plan {
    atLeastOne("epochs", epochs);
    atLeastOne("epochs-per-round", epochsPerRound);
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

  /** Lazy exactly where candidates are drawn: what makes a step on a large vocabulary short. */
  public Plan(
      int epochs,
      int epochsPerRound,
      int patience,
      int batch,
      double learningRate,
      double weightDecay,
      SampledSoftmax sampled) {
    this(
        epochs,
        epochsPerRound,
        patience,
        batch,
        learningRate,
        weightDecay,
        sampled,
        sampled.isOn());
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Invalid %s: %d (expected 1 or more)".formatted(name, value));
    }
  }
}
