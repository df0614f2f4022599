package io.nocturne.model;

import io.nocturne.math.SparseRows;

/**
 * Scores every item for a batch of histories. The history is an argument, so a user who was not in
 * training is scored as any other. Implementations are immutable: threads share one.
 */
public interface Recommender {

  /** The number of items, the width of a row of scores. */
  int items();

  /**
   * Writes the scores of all items for each history; larger is better. Seen items are scored too:
   * who asks for the scores masks them. A row depends on its own history only; the last digits may
   * depend on the size of the batch, as products are computed several rows at a time.
   *
   * @param histories [rows x items]
   * @param scores [rows x items], row-major; what it held is overwritten
   */
  void score(SparseRows histories, float[] scores);

  /**
   * What ranks the items that are similar to one, given as the history that holds it alone: this
   * model, unless it says little of so short a history and knows items better by themselves.
   */
  default Recommender similarity() {
    return this;
  }
}
