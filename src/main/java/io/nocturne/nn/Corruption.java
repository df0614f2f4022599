package io.nocturne.nn;

import java.io.Serializable;

/**
 * What is done to a history before it is read: its weights are brought to length 1 (Liang et al.
 * 2018) if that is wanted, and then, in training only, it is corrupted (Vincent et al. 2010,
 * section 3.3), by one of three noises or by none.
 *
 * @param normalized whether weights are brought to length 1
 * @param dropout the probability with which an item of the history is dropped, 0 (inclusive) to 1
 *     (exclusive); the others are scaled up by as much
 * @param salt the probability with which an item is there that the history does not have, with
 *     weight 1 before the scaling, 0 (inclusive) to 1 (exclusive)
 * @param gaussian the deviation of normal noise on every item, those that the history does not have
 *     included, 0 or more: the input of a step is dense then
 */
public record Corruption(boolean normalized, double dropout, double salt, double gaussian)
    implements Serializable {
  /** Refuses numbers out of range. */
  public Corruption {
    requireShare("dropout", dropout);
    requireShare("salt", salt);
    if (!(gaussian >= 0 && gaussian < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Invalid deviation: " + gaussian + " (expected a number, 0 or more)");
    }
  }

  /** Dropout alone. */
  public Corruption(boolean normalized, double dropout) {
    this(normalized, dropout, 0, 0);
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (expected 0 or more and less than 1)".formatted(name, share));
    }
  }

  /** The same for histories that are to be scored: nothing is corrupted. */
  public Corruption inference() {
    return new Corruption(normalized, 0);
  }

  /** Whether the input is dense in training. */
  boolean isDense() {
    return gaussian > 0;
  }
}
