package io.nocturne.model;

/**
 * The scores of some histories, computed for one range of items after the other: a list of the best
 * items then needs no scores of all items at a time, and a range stays in a core's cache. For one
 * thread.
 */
@FunctionalInterface
public interface RangedScores {

  /**
   * Writes the scores of a range of items for each history.
   *
   * @param first the first item of the range, a multiple of {@link Recommender#rangeWidth}
   * @param scores [rows x items of the range], row-major: {@link Recommender#rangeWidth} items, or
   *     those that are left
   */
  void write(int first, float[] scores);
}
