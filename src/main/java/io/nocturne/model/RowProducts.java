package io.nocturne.model;

import io.nocturne.math.SortedRow;
import io.nocturne.math.SymmetricTiles;

/**
 * Products over all training rows X [users x items], wherever they are stored: what recipes in
 * closed form are computed from. Each gives the same bits for any number of threads or executors.
 */
public interface RowProducts {

  /** X'X, [items x items]; a new one at each call. */
  SymmetricTiles gram();

  /**
   * X' D X, strip by strip in doubles, where D is diagonal and weighs row u by {@link
   * SortedRow#factor}, |x_u|^-userPower.
   *
   * @param userPower 0 for X'X
   * @param strips [items x items], receives each strip once; strips may come from several threads
   */
  void gram(double userPower, SortedRow.Strips strips);

  /**
   * X' D X V.
   *
   * @param userPower of D, as in {@link #gram(double, SortedRow.Strips)}
   * @param vectors V, [items x width], row-major
   * @return [items x width]
   */
  float[] normalProduct(double userPower, float[] vectors, int width);

  /**
   * X'L, for rows of numbers that belong to the users.
   *
   * @param left L, [users x width], row-major
   * @return [items x width]
   */
  double[] transposedProduct(float[] left, int width);
}
