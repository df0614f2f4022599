package io.nocturne.spark.prepare;

import io.nocturne.math.Seeds;
import java.io.Serializable;

/**
 * What is random about a split: hashes of the seed, the user's id and the item's id. None depends
 * on the other users or on the indices of the items, so who is held out tonight is held out
 * tomorrow.
 */
final class Draws implements Serializable {
  private static final long serialVersionUID = 1;

  /** Streams of the seed. */
  private static final long USERS = 1;

  private static final long ITEMS = 2;
  private static final long VALIDATION = 3;
  private static final long TIES = 4;

  private final long seed;

  Draws(long seed) {
    this.seed = seed;
  }

  /** Which users are held out, a number from 0 to less than 1. */
  double user(long userKey) {
    return unit(Seeds.derive(seed, USERS, userKey));
  }

  /** Which items of a user are held out: those with the smallest hashes. */
  long item(long userKey, long itemKey) {
    return Seeds.derive(seed, ITEMS, userKey, itemKey);
  }

  /** Which interactions are held out one by one, a number from 0 to less than 1. */
  double interaction(long userKey, long itemKey) {
    return unit(Seeds.derive(seed, VALIDATION, userKey, itemKey));
  }

  /** What orders interactions of equal times. */
  long tie(long userKey, long itemKey) {
    return Seeds.derive(seed, TIES, userKey, itemKey);
  }

  /** A number for a string or a long that is the same in every run. */
  static long key(Object id) {
    if (id instanceof Long number) {
      return number;
    }
    long key = 1;
    String text = (String) id;
    for (int k = 0; k < text.length(); k++) {
      key = key * 0x100000001b3L + text.charAt(k);
    }
    return key;
  }

  private static double unit(long hash) {
    return (hash >>> 11) * 0x1.0p-53;
  }
}
