package io.nocturne.nn.batch;

import java.io.Serializable;

/**
 * How the candidates of a sampled softmax are drawn, for catalogues too large for a softmax over
 * all items: each batch shares its targets and a number of draws, with replacement, from a mixture
 * of popularity to the power alpha and the uniform distribution.
 *
 * @param negatives how many draws; 0 for a softmax over all items
 * @param alpha the power: 0 is uniform, 1 proportional to the interactions
 * @param uniformShare the uniform distribution's share of the mixture, 0 to 1; above 0, so that
 *     every item may come
 */
public record SampledSoftmax(int negatives, double alpha, double uniformShare)
    implements Serializable {
  /** A softmax over all items. */
  public static final SampledSoftmax OFF = new SampledSoftmax(0, 1, 1);

  /** Checks that the numbers are in range. */
  public SampledSoftmax {
    if (negatives < 0) {
      throw new IllegalArgumentException(
          "Invalid number of negatives: " + negatives + " (expected 0 or more)");
    }
    if (!(alpha >= 0 && alpha <= 2)) {
      throw new IllegalArgumentException("Invalid alpha: " + alpha + " (expected 0 to 2)");
    }
    if (!(uniformShare > 0 && uniformShare <= 1)) {
      throw new IllegalArgumentException(
          "Invalid uniform share: " + uniformShare + " (expected more than 0, at most 1)");
    }
  }

  /**
   * Checks that candidates are drawn only for the multinomial loss.
   *
   * @param recipe whose loss it is, for the message
   * @param isMultinomial whether that is the multinomial one
   * @throws IllegalArgumentException if candidates are drawn and it is another
   */
  public void require(String recipe, boolean isMultinomial) {
    if (isOn() && !isMultinomial) {
      throw new IllegalArgumentException(
          "Invalid train.sampled-softmax.negatives: %d (expected 0 for %s, whose loss is not the multinomial one, or a recipe whose loss is)"
              .formatted(negatives, recipe));
    }
  }

  /**
   * The same for a catalogue of this size; none where as many draws as items would cost more than
   * the softmax over all of them, which they estimate.
   */
  public SampledSoftmax over(int items) {
    return negatives < items ? this : OFF;
  }

  /** Whether candidates are drawn at all. */
  public boolean isOn() {
    return negatives > 0;
  }
}
