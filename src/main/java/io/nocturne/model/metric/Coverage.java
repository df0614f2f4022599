package io.nocturne.model.metric;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;

/**
 * Catalogue coverage: the share of all items that appear in at least one user's first k. Ge,
 * Delgado-Battenfeld and Jannach, "Beyond Accuracy: Evaluating Recommender Systems by Coverage and
 * Serendipity", RecSys 2010. It is a property of all lists together, so it is gathered rather than
 * averaged; the result does not depend on the order of adding or merging.
 */
public final class Coverage implements Serializable {

  /** The name without its cut-off. */
  static final String STEM = "coverage";

  private static final long serialVersionUID = 1L;

  private final int cutoff;
  private final int items;
  private final BitSet shown;

  /**
   * Nothing shown yet.
   *
   * @param cutoff how many items from the top of each list count, 1 or more
   * @param items the size of the catalogue, 1 or more
   * @throws IllegalArgumentException if either is below 1
   */
  public Coverage(int cutoff, int items) {
    if (cutoff < 1) {
      throw new IllegalArgumentException("Invalid cut-off: " + cutoff + " (expected 1 or more)");
    }
    if (items < 1) {
      throw new IllegalArgumentException("Invalid items: " + items + " (expected 1 or more)");
    }
    this.cutoff = cutoff;
    this.items = items;
    this.shown = new BitSet(items);
  }

  /**
   * Nothing shown yet, the cut-off taken from a name such as {@code coverage@20}.
   *
   * @throws IllegalArgumentException if the name is another or its cut-off not 1 or more
   */
  public static Coverage parse(String name, int items) {
    return new Coverage(MetricName.parse(name, List.of(STEM)).cutoff(), items);
  }

  /** The name, such as {@code coverage@20}. */
  public String name() {
    return STEM + "@" + cutoff;
  }

  /** How many items from the top of each list count, 1 or more. */
  public int cutoff() {
    return cutoff;
  }

  /**
   * Adds one user's list.
   *
   * @param ranked item indices below the size of the catalogue, best first
   * @param length how many entries of {@code ranked} are the list; may be below the cut-off or 0
   */
  public void add(int[] ranked, int length) {
    for (int i = 0; i < Math.min(length, cutoff); i++) {
      shown.set(ranked[i]);
    }
  }

  /**
   * Adds what another part of the users was shown.
   *
   * @throws IllegalArgumentException if the other has another cut-off or catalogue
   */
  public void merge(Coverage other) {
    if (other.cutoff != cutoff || other.items != items) {
      throw new IllegalArgumentException(
          "Cannot merge coverage: %s of %d items into %s of %d items"
              .formatted(other.name(), other.items, name(), items));
    }
    shown.or(other.shown);
  }

  /** The share of the catalogue shown to anyone, between 0 and 1. */
  public double value() {
    return (double) shown.cardinality() / items;
  }
}
