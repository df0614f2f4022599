package io.nocturne.model.metric;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What a model did for one held-out user, next to what was held out: a list and its targets,
 * predicted ratings and the real ones. Either may be absent. The arrays are not copied.
 */
public final class Evidence implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int user;
  private final int[] list;
  private final int[] targets;
  private final double[] predicted;
  private final float[] ratings;

  /**
   * Evidence of a list, without ratings.
   *
   * @param user the user's number, by which the bootstrap draws
   * @param list item indices, best first, each once, without what the user has seen
   * @param targets the held-out item indices, ascending, each once, at least one
   */
  public Evidence(int user, int[] list, int[] targets) {
    this(user, list, targets, null, null);
  }

  /**
   * Evidence of a list, of ratings, or of both.
   *
   * @param user the user's number, by which the bootstrap draws
   * @param list item indices, best first, each once, without what the user has seen; null for none
   * @param targets the held-out item indices, ascending, each once; at least one if there is a list
   * @param predicted a prediction for each held-out rating; null for none
   * @param ratings the held-out ratings; null for none
   * @throws IllegalArgumentException if there is a list without targets
   */
  public Evidence(int user, int[] list, int[] targets, double[] predicted, float[] ratings) {
    if (list != null && targets.length == 0) {
      throw new IllegalArgumentException("Invalid number of targets: 0 (expected 1 or more)");
    }
    this.user = user;
    this.list = list;
    this.targets = targets;
    this.predicted = predicted;
    this.ratings = ratings;
  }

  /** The user's number. */
  public int user() {
    return user;
  }

  /** Whether a list was made for the user. */
  public boolean hasList() {
    return list != null;
  }

  /** Whether ratings were predicted for the user. */
  public boolean hasRatings() {
    return predicted != null;
  }

  /** The list, best first; as long as the deepest metric looks, or shorter. */
  public int[] list() {
    return list;
  }

  /** The held-out items, ascending. */
  public int[] targets() {
    return targets;
  }

  /** A prediction for each of {@link #ratings}. */
  public double[] predicted() {
    return predicted;
  }

  /** The held-out ratings. */
  public float[] ratings() {
    return ratings;
  }

  /** The number of items among the first {@code cutoff} places of the list. */
  public int depth(int cutoff) {
    return Math.min(list.length, cutoff);
  }

  /** Whether the item at a place of the list, from 0, is a target. */
  public boolean isHit(int place) {
    return Arrays.binarySearch(targets, list[place]) >= 0;
  }

  /** The number of targets among the first {@code cutoff} items of the list. */
  public int hits(int cutoff) {
    int depth = depth(cutoff);
    int hits = 0;
    for (int place = 0; place < depth; place++) {
      hits += isHit(place) ? 1 : 0;
    }
    return hits;
  }
}
