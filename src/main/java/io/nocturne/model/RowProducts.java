package io.nocturne.model;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SymmetricTiles;

/**
 * Products over all training rows X [users x items], wherever they are stored: what recipes in
 * closed form are computed from. Each gives the same bits for any number of threads or executors.
 */
public interface RowProducts {

  /** X'X, [items x items]; a new one at each call. */
  SymmetricTiles gram();

  /**
   * X' D X V, where D is the diagonal of |x_u|^-userPower and |x_u| the sum of the absolute weights
   * of a user's row; users without weight add nothing. With a power of 0 it is X'X V.
   *
   * @param userPower 0 or more
   * @param vectors V, [items x width], row-major
   * @return a new array, [items x width]
   */
  float[] normalProduct(double userPower, float[] vectors, int width);

  /**
   * X itself, in the memory of this JVM, for models that hold their training rows: 8 bytes for each
   * interaction.
   */
  SparseRows rows();
}
