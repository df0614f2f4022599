package io.nocturne.model;

import io.nocturne.math.SparseRows;

/**
 * Scores every item for a batch of histories. The history is an argument, so a user who was not in
 * training is scored as any other. Implementations are immutable and thread-safe.
 */
public interface Recommender {

  /** The number of items, the width of a row of scores. */
  int items();

  /**
   * Writes the scores of all items for each history; larger is better. Seen items are scored too:
   * callers mask them. A row depends only on its history; the last digits may depend on the size of
   * the batch, as products are computed several rows at a time.
   *
   * @param histories [rows x items]
   * @param scores [rows x items], row-major; what it held is overwritten
   */
  void score(SparseRows histories, float[] scores);

  /**
   * How many items {@link #scores} writes at a time: all, unless a model can compute ranges of
   * them.
   */
  default int rangeWidth() {
    return items();
  }

  /**
   * The scores of {@link #score}, to be written range by range.
   *
   * @param histories [rows x items], one or more
   */
  default RangedScores scores(SparseRows histories) {
    return (first, scores) -> score(histories, scores);
  }

  /**
   * The number of histories that are best scored together; 0 where that is left to the caller. More
   * or fewer give the same ranks.
   */
  default int together() {
    return 0;
  }

  /**
   * The recommender that ranks items similar to an item, given as a history of that item alone:
   * this model, unless such short histories say too little and it can compare items directly.
   */
  default Recommender similarity() {
    return this;
  }
}
