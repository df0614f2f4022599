package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.io.Serializable;
import java.util.Arrays;

/**
 * One user's log, split into the parts that the model is trained on, measured by, and applied to.
 */
final class UserSplit implements Serializable {
  private static final long serialVersionUID = 1;

  private final UserFacts facts;
  private final boolean kept;
  private final int[] seen;
  private final History known;
  private final Sides sides;

  /**
   * @param kept whether the user has enough interactions to be in the published tables
   * @param seen the items that are never recommended, ascending
   * @param known the whole history, which recommendations are made from
   * @param sides what the model is trained on, nothing for a user who is held out; and what it is
   *     measured by
   */
  UserSplit(UserFacts facts, boolean kept, int[] seen, History known, Sides sides) {
    this.facts = facts;
    this.kept = kept;
    this.seen = seen;
    this.known = known;
    this.sides = sides;
  }

  UserFacts facts() {
    return facts;
  }

  Object userId() {
    return facts.userId();
  }

  /** Whether the user is in the published tables: enough interactions, and one at least is left. */
  boolean isKept() {
    return kept && !known.isEmpty();
  }

  int[] seen() {
    return seen;
  }

  History known() {
    return known;
  }

  History training() {
    return sides.training();
  }

  /** Returns null if nothing of the user is held out for it. */
  HeldOut validation() {
    return sides.validation();
  }

  /** Returns null if nothing of the user is held out for it. */
  HeldOut test() {
    return sides.test();
  }

  /** Whether the user should have a held-out part and has too few interactions for one. */
  boolean isTooShort() {
    return sides.isTooShort();
  }

  /** Whether the model is trained on this user. */
  boolean isTrained() {
    return !training().isEmpty();
  }

  /** Returns this with the item indices of the catalogue; items outside it are dropped. */
  UserSplit reindex(int[] newIndex) {
    return new UserSplit(
        facts, kept, reindex(seen, newIndex), known.reindex(newIndex), sides.reindex(newIndex));
  }

  private static int[] reindex(int[] items, int[] newIndex) {
    int[] kept = new int[items.length];
    int size = 0;
    for (int item : items) {
      if (newIndex[item] >= 0) {
        kept[size++] = newIndex[item];
      }
    }
    return Arrays.copyOf(kept, size);
  }
}
