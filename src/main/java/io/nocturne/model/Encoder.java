package io.nocturne.model;

import io.nocturne.math.SparseRows;

/** Gives each history a code: a short dense vector. Threads share one. */
public interface Encoder {

  /** How many numbers a code has. */
  int codeWidth();

  /**
   * Writes the code of each history. An item's code is that of the history which holds this item
   * alone, with weight 1 or the highest rating; so codes of users and of items share one space.
   *
   * @param histories [rows x items]
   * @param codes [rows x code width], row-major; what it held is overwritten
   */
  void encode(SparseRows histories, float[] codes);
}
