package io.nocturne.nn.batch;

import java.io.Serializable;
import java.util.Optional;

/**
 * What is done to a history before it is read: its weights are brought to length 1 (Liang et al.
 * 2018) if that is wanted, and then, in training only, it is corrupted (Vincent et al. 2010,
 * section 3.3), by one of three noises or by none. Each is measured by the history itself, so that
 * one number is as strong in a small catalogue as in a large one, and for a short history as for a
 * long one.
 *
 * @param normalized whether weights are brought to length 1
 * @param dropout the probability with which an item of the history is dropped, 0 (inclusive) to 1
 *     (exclusive); the others are scaled up by as much
 * @param salt how many items are added that the history does not have, as a share of those that it
 *     has, 0 or more: an expected number, drawn evenly, with weight 1 before the scaling
 * @param gaussian the length of the vector of normal noise as a share of the length of the
 *     history's, 0 or more (the root of the expected squares of both). It is on every item, those
 *     that the history does not have included: the input of a step is dense then
 */
public record Corruption(boolean normalized, double dropout, double salt, double gaussian)
    implements Serializable {
  /** Checks that the numbers are in range. */
  public Corruption {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "Invalid dropout: " + dropout + " (expected 0 or more and less than 1)");
    }
    requireNumber("salt", salt);
    requireNumber("gaussian", gaussian);
  }

  /** Dropout alone. */
  public Corruption(boolean normalized, double dropout) {
    this(normalized, dropout, 0, 0);
  }

  private static void requireNumber(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected a number, 0 or more)".formatted(name, value));
    }
  }

  /** The probability that a missing item is added to a history of this many items. */
  double saltOf(int size, int items) {
    return size < items ? Math.min(1, salt * size / (items - size)) : 0;
  }

  /**
   * The deviation of the noise on one item of a history.
   *
   * @param length of its vector as it is read
   */
  public double deviation(double length, int items) {
    return gaussian * length / Math.sqrt(items);
  }

  /**
   * What to say of noise that leaves less of a history than it adds, or of a history of mean length
   * less than one item; empty otherwise.
   *
   * @param size the mean number of items of a history
   */
  public Optional<String> drowns(double size) {
    if (gaussian > 1) {
      return Optional.of(
          "normal noise is %.3g times as long as the history that it is added to: lower it to 1 or less"
              .formatted(gaussian));
    }
    if (salt > 1) {
      return Optional.of(
          "%.3g times as many items are added as a history has: lower the share to 1 or less"
              .formatted(salt));
    }
    double left = size * (1 - dropout);
    return dropout > 0 && left < 1
        ? Optional.of(
            "dropout of %s leaves %.2f of the %.1f items that a history has: lower it, or set it to 0"
                .formatted(dropout, left, size))
        : Optional.empty();
  }

  /** The same for histories that are to be scored: nothing is corrupted. */
  public Corruption inference() {
    return new Corruption(normalized, 0);
  }

  /** Whether the input is dense in training. */
  public boolean isDense() {
    return gaussian > 0;
  }
}
