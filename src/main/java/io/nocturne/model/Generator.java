package io.nocturne.model;

/**
 * A model whose codes have a distribution to draw from: a standard normal one decodes to scores of
 * items, and these to histories. Implementations are thread-safe.
 */
public interface Generator {

  /** The number of items, the width of a row of scores. */
  int items();

  /** The width of a code. */
  int codeWidth();

  /**
   * Writes the scores of all items for each code: the softmax of a row is the distribution that the
   * items of a history are drawn from.
   *
   * @param codes [rows x code width], row-major
   * @param scores [rows x items], row-major; what it held is overwritten
   */
  void decode(float[] codes, int rows, float[] scores);
}
