package io.nocturne.nn.layer;

import io.nocturne.math.Matrix;
import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.Tiles;
import java.util.Arrays;

/**
 * Inputs of all items, where noise is on every one or a prediction is fed again. They lie tile by
 * tile, [positions x width] each, as scores do.
 */
public final class DenseInput {
  private static final int ROWS = 16;

  private DenseInput() {}

  /** The floats that the dense input of a batch takes. */
  public static long floats(BatchSize size) {
    Tiles tiles = Tiles.of(size.items());
    return size.floats((long) tiles.count() * tiles.width());
  }

  /** Makes the sparse input of a batch dense, with normal noise on every item. */
  public static void addNoise(Pass pass, int items, Corruption corruption) {
    Batch batch = pass.batch();
    Tiles tiles = Tiles.of(items);
    float[] dense = batch.noise(tiles.size(batch.rows()));
    pass.compute()
        .byBlocks(
            batch.rows(),
            ROWS,
            (from, to) -> {
              for (int r = from; r < to; r++) {
                double deviation = corruption.deviation(length(batch, r), items);
                SplitMix64 random = new SplitMix64(Seeds.derive(pass.seed(), r, 1));
                noise(random, tiles, batch, r, deviation, dense);
                for (int k = batch.starts()[r]; k < batch.starts()[r + 1]; k++) {
                  dense[at(tiles, batch.rows(), r, batch.items()[k])] += batch.weights()[k];
                }
              }
            });
    batch.useDense(dense);
  }

  /** The length of a history's vector. */
  private static double length(Batch batch, int row) {
    double squares = 0;
    for (int k = batch.starts()[row]; k < batch.starts()[row + 1]; k++) {
      squares += (double) batch.weights()[k] * batch.weights()[k];
    }
    return Math.sqrt(squares);
  }

  private static void noise(
      SplitMix64 random, Tiles tiles, Batch batch, int row, double deviation, float[] dense) {
    for (int t = 0; t < tiles.count(); t++) {
      int at = (t * batch.rows() + row) * tiles.width();
      for (int c = 0; c < tiles.width(t); c++) {
        dense[at + c] = (float) (deviation * random.nextGaussian());
      }
      Arrays.fill(dense, at + tiles.width(t), at + tiles.width(), 0);
    }
  }

  /** Some rows of a tile, [to - from x width of the tile]. */
  static Matrix rows(float[] dense, Tiles tiles, int tile, int positions, int from, int to) {
    int at = (tile * positions + from) * tiles.width();
    return Matrix.of(dense, at, to - from, tiles.width(tile), tiles.width());
  }

  /** A tile, [positions x width of the tile]. */
  static Matrix tile(float[] dense, Tiles tiles, int tile, int positions) {
    return rows(dense, tiles, tile, positions, 0, positions);
  }

  /** Where the input of an item lies. */
  static int at(Tiles tiles, int positions, int row, int item) {
    int tile = item / tiles.width();
    return (tile * positions + row) * tiles.width() + item % tiles.width();
  }
}
