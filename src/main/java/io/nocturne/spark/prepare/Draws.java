package io.nocturne.spark.prepare;

import io.nocturne.math.Seeds;
import java.io.Serializable;

/**
 * The random numbers of a split: hashes of the seed, the user's id and the item's id. They do not
 * depend on other users or on item indices, so a user who is held out tonight is held out tomorrow.
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

  /** Returns the number, from 0 to less than 1, that decides whether a user is held out. */
  double user(long userKey) {
    return unit(Seeds.derive(seed, USERS, userKey));
  }

  /** Returns the hash by which items of a user are held out, the smallest first. */
  long item(long userKey, long itemKey) {
    return Seeds.derive(seed, ITEMS, userKey, itemKey);
  }

  /** Returns the number, from 0 to less than 1, that decides whether an interaction is held out. */
  double interaction(long userKey, long itemKey) {
    return unit(Seeds.derive(seed, VALIDATION, userKey, itemKey));
  }

  /** Returns the hash that orders interactions of equal times. */
  long tie(long userKey, long itemKey) {
    return Seeds.derive(seed, TIES, userKey, itemKey);
  }

  /** Returns a number for a string or a long that is the same in every run. */
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
