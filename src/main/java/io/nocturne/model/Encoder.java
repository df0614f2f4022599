package io.nocturne.model;

import io.nocturne.math.SparseRows;

/** Encodes histories as codes, short dense vectors. Implementations are thread-safe. */
public interface Encoder {

  /** The width of a code. */
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
