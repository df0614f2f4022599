package io.nocturne.spark.prepare;

import java.io.Serializable;

/** The id of a user, and facts about the user's rows that the report counts. */
final class UserFacts implements Serializable {
  private static final long serialVersionUID = 1;

  private final Object userId;
  private final int rows;
  private final int unknownRows;
  private final boolean cut;
  private final boolean tied;

  /**
   * @param userId a string or a long
   * @param rows how many good rows the user has
   * @param unknownRows how many of them were about items that the log does not have
   * @param cut whether the last interaction, or the longest history, was cut off
   * @param tied whether such a cut went between rows of equal times
   */
  UserFacts(Object userId, int rows, int unknownRows, boolean cut, boolean tied) {
    this.userId = userId;
    this.rows = rows;
    this.unknownRows = unknownRows;
    this.cut = cut;
    this.tied = tied;
  }

  Object userId() {
    return userId;
  }

  int rows() {
    return rows;
  }

  int unknownRows() {
    return unknownRows;
  }

  boolean isCut() {
    return cut;
  }

  boolean isTied() {
    return tied;
  }
}
