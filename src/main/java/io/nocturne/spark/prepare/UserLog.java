package io.nocturne.spark.prepare;

import io.nocturne.model.History;
import java.io.Serializable;
import java.util.Arrays;

/** All that the logs say of one user, merged, thresholded and cut to the longest history. */
final class UserLog implements Serializable {
  private static final long serialVersionUID = 1;

  private final Object userId;
  private final int user;
  private final int[] seen;
  private final History[] parts;
  private final boolean[] named;
  private final int unknown;
  private final float[][] unknownWeights;

  /**
   * @param userId a string or a long
   * @param user the user's index among all users of the log
   * @param seen every item the user has met, ascending, those under the threshold or past the
   *     longest history included
   * @param parts a history for each {@link Part}
   * @param named for each {@link Part} whether it names the user, be it with interactions that are
   *     under the threshold or with unknown items
   * @param unknown how many rows were about items that the log does not have
   * @param unknownWeights for each {@link Part} the weights of its interactions with such items,
   *     merged and thresholded as others are
   */
  UserLog(
      Object userId,
      int user,
      int[] seen,
      History[] parts,
      boolean[] named,
      int unknown,
      float[][] unknownWeights) {
    this.userId = userId;
    this.user = user;
    this.seen = seen;
    this.parts = parts;
    this.named = named;
    this.unknown = unknown;
    this.unknownWeights = unknownWeights;
  }

  Object userId() {
    return userId;
  }

  int user() {
    return user;
  }

  int[] seen() {
    return seen;
  }

  History part(Part part) {
    return parts[part.ordinal()];
  }

  boolean isNamedIn(Part part) {
    return named[part.ordinal()];
  }

  int unknown() {
    return unknown;
  }

  float[] unknownWeights(Part part) {
    return unknownWeights[part.ordinal()];
  }

  /** The same user with another history in the log itself. */
  UserLog withLog(History log) {
    History[] changed = Arrays.copyOf(parts, parts.length);
    changed[Part.LOG.ordinal()] = log;
    return new UserLog(userId, user, seen, changed, named, unknown, unknownWeights);
  }
}
