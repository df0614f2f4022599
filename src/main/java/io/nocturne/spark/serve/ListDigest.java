package io.nocturne.spark.serve;

import java.io.Serializable;

/** What is compared of a written list, without its items. */
final class ListDigest implements Serializable {
  private static final long serialVersionUID = 1;

  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final long START =
      0x2545F4914F6CDD1DL; // with 0, a first item of 0 would not count

  private final boolean isPopular;
  private long hash = START;
  private int size;

  /**
   * @param tier the label of a {@link Tier}
   */
  ListDigest(String tier) {
    this.isPopular = tier.equals(Tier.POPULAR.label());
  }

  /** Adds the next item of the list. */
  void add(Object itemId) {
    if (itemId instanceof Long number) {
      mix(number);
    } else {
      String text = (String) itemId;
      for (int k = 0; k < text.length(); k++) {
        mix(text.charAt(k));
      }
      mix(-1 - text.length()); // where it ends
    }
    size++;
  }

  private void mix(long number) {
    hash = Long.rotateLeft((hash ^ number) * FACTOR, 31);
  }

  /** A hash of the items in their order: two lists that differ have the same one by chance only. */
  long hash() {
    return hash;
  }

  /** The number of items. */
  int size() {
    return size;
  }

  /** Whether it is the popular list, for a user of whom the model knows nothing. */
  boolean isPopular() {
    return isPopular;
  }
}
