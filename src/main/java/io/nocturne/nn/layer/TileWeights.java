package io.nocturne.nn.layer;

import io.nocturne.math.Matrix;
import io.nocturne.nn.batch.Tiles;

/**
 * Views of the weights of each tile of columns, made once for all steps that multiply with the same
 * array: a step is to allocate next to nothing.
 */
final class TileWeights {
  private float[] floats;
  private Tiles tiles;
  private Matrix[] rows;
  private Matrix[] transposed;

  /**
   * Makes the views, unless they are there.
   *
   * @param weights [columns x inputs], one column after another
   */
  void reserve(float[] weights, Tiles cut, int inputs) {
    if (weights == floats && cut.equals(tiles)) {
      return;
    }
    floats = weights;
    tiles = cut;
    rows = new Matrix[cut.count()];
    transposed = new Matrix[cut.count()];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = Matrix.of(weights, t * cut.width() * inputs, cut.width(t), inputs);
      transposed[t] = rows[t].transpose();
    }
  }

  /** The weights of a tile, [columns x inputs]. */
  Matrix rows(int tile) {
    return rows[tile];
  }

  /** The weights of a tile, [inputs x columns]. */
  Matrix transposed(int tile) {
    return transposed[tile];
  }
}
