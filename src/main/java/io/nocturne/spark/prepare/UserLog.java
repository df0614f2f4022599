package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.io.Serializable;

/**
 * The data of one user in the logs: merged, thresholded, cut to the greatest length, and split by
 * time or files. Random parts are not held out yet.
 */
final class UserLog implements Serializable {
  private static final long serialVersionUID = 1;

  private final UserFacts facts;
  private final int[] seen;
  private final History known;
  private final Sides sides;
  private final boolean foldsIn;

  /**
   * @param seen every item the user has met, ascending, those under the threshold or past the
   *     longest history included
   * @param known the whole history, including what is held out by time
   * @param foldsIn whether a file of fold-ins has interactions of the user
   */
  UserLog(UserFacts facts, int[] seen, History known, Sides sides, boolean foldsIn) {
    this.facts = facts;
    this.seen = seen;
    this.known = known;
    this.sides = sides;
    this.foldsIn = foldsIn;
  }

  UserFacts facts() {
    return facts;
  }

  int[] seen() {
    return seen;
  }

  History known() {
    return known;
  }

  Sides sides() {
    return sides;
  }

  boolean foldsIn() {
    return foldsIn;
  }
}
