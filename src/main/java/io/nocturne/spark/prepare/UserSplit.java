package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.io.Serializable;
import java.util.Arrays;

/** One user's log, cut into what trains the model, what measures it, and what it is applied to. */
final class UserSplit implements Serializable {
  private static final long serialVersionUID = 1;

  private final UserLog log;
  private final boolean kept;
  private final int[] seen;
  private final History known;
  private final History training;
  private final HeldOut validation;
  private final HeldOut test;

  /**
   * @param log whose user this is
   * @param kept whether the user has enough interactions to be in the published tables
   * @param seen the items that are never recommended, ascending
   * @param known the whole history, which recommendations are made from
   * @param training what the model learns from; empty for a user who is held out
   * @param validation null when the user has no part in it
   * @param test null when the user has no part in it
   */
  UserSplit(
      UserLog log,
      boolean kept,
      int[] seen,
      History known,
      History training,
      HeldOut validation,
      HeldOut test) {
    this.log = log;
    this.kept = kept;
    this.seen = seen;
    this.known = known;
    this.training = training;
    this.validation = validation;
    this.test = test;
  }

  Object userId() {
    return log.userId();
  }

  int user() {
    return log.user();
  }

  int unknown() {
    return log.unknown();
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
    return training;
  }

  HeldOut validation() {
    return validation;
  }

  HeldOut test() {
    return test;
  }

  /** Whether the model learns from this user. */
  boolean isTrained() {
    return !training.isEmpty();
  }

  /** The same under the item indices of the catalogue; items outside it are left out. */
  UserSplit reindex(int[] newIndex) {
    return new UserSplit(
        log,
        kept,
        Arrays.stream(seen).map(i -> newIndex[i]).filter(i -> i >= 0).toArray(),
        known.reindex(newIndex),
        training.reindex(newIndex),
        validation == null ? null : validation.reindex(newIndex),
        test == null ? null : test.reindex(newIndex));
  }
}
