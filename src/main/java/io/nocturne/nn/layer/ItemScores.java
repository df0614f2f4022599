package io.nocturne.nn.layer;

import io.nocturne.math.Matrix;
import io.nocturne.nn.batch.Tiles;
import io.nocturne.nn.parameter.BlockArray;

/** The scores of all items for inference, row-major. */
final class ItemScores {
  private ItemScores() {}

  /** Writes W h + b, [positions x items]. */
  static void write(
      Pass pass, BlockArray weights, BlockArray biases, float[] hidden, float[] scores) {
    int items = weights.shape().rows();
    for (int r = 0; r < pass.positions(); r++) {
      System.arraycopy(biases.floats(), 0, scores, r * items, items);
    }
    multiply(pass, weights, hidden, 1, scores);
  }

  /** Writes W h, [positions x items]. */
  static void product(Pass pass, BlockArray weights, float[] hidden, float[] scores) {
    multiply(pass, weights, hidden, 0, scores);
  }

  private static void multiply(
      Pass pass, BlockArray weights, float[] hidden, float beta, float[] scores) {
    int items = weights.shape().rows();
    Tiles tiles = Tiles.of(items);
    Matrix rows = Matrix.of(hidden, pass.positions(), weights.shape().width());
    pass.compute()
        .loop()
        .run(
            tiles.count(),
            tile -> {
              int first = tile * tiles.width();
              Matrix ofTile = weights.rows(first, tiles.width(tile));
              pass.sgemm()
                  .multiply(
                      rows,
                      ofTile.transpose(),
                      beta,
                      Matrix.of(scores, first, pass.positions(), tiles.width(tile), items));
            });
  }
}
