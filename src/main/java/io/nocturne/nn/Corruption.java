package io.nocturne.nn;

import java.io.Serializable;

/**
 * What is done to a history before it is read: its weights are brought to length 1 (Liang et al.
 * 2018), then, in training only, each item is dropped with a probability and the others are scaled
 * up by as much.
 *
 * @param normalized whether weights are brought to length 1
 * @param dropout the probability, 0 (inclusive) to 1 (exclusive)
 */
public record Corruption(boolean normalized, double dropout) implements Serializable {
  /** Refuses a probability out of range. */
  public Corruption {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "Invalid dropout: " + dropout + " (expected 0 or more and less than 1)");
    }
  }

  /** The same for histories that are to be scored: nothing is dropped. */
  public Corruption inference() {
    return new Corruption(normalized, 0);
  }
}
