package io.nocturne.model;

import io.nocturne.math.SymmetricTiles;

/**
 * Products over all training rows X [users x items], wherever they are stored: what recipes in
 * closed form are computed from. Each gives the same bits for any number of threads or executors.
 */
public interface RowProducts {

  /** X'X, [items x items]; a new one at each call. */
  SymmetricTiles gram();
}
