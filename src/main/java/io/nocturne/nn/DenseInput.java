package io.nocturne.nn;

import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import java.util.Arrays;

/**
 * Inputs of all items, where noise is on every one or a prediction is fed again. They lie tile by
 * tile, [rows x width] each, as scores do.
 */
final class DenseInput {
  private static final int ROWS = 16;

  private DenseInput() {}

  /** Room for the input of a batch; the content is lost. */
  static float[] reserved(float[] dense, Tiles tiles, int rows) {
    return ScoreBlock.atLeast(dense == null ? new float[0] : dense, tiles.size(rows));
  }

  /** The sparse input of a batch with normal noise on every item: a stream for each row. */
  static void addNoise(Pass pass, Batch batch, int items, Corruption corruption) {
    Tiles tiles = Tiles.of(items);
    float[] dense = reserved(batch.noisy, tiles, batch.rows);
    pass.compute.byBlocks(
        batch.rows,
        ROWS,
        (from, to) -> {
          for (int r = from; r < to; r++) {
            double deviation = corruption.deviation(length(batch, r), items);
            noise(new SplitMix64(Seeds.derive(pass.seed, r, 1)), tiles, batch, r, deviation, dense);
            for (int k = batch.starts[r]; k < batch.starts[r + 1]; k++) {
              dense[at(tiles, batch.rows, r, batch.items[k])] += batch.weights[k];
            }
          }
        });
    batch.noisy = dense;
    batch.dense = dense;
  }

  /** The length of a history's vector. */
  private static double length(Batch batch, int row) {
    double squares = 0;
    for (int k = batch.starts[row]; k < batch.starts[row + 1]; k++) {
      squares += (double) batch.weights[k] * batch.weights[k];
    }
    return Math.sqrt(squares);
  }

  private static void noise(
      SplitMix64 random, Tiles tiles, Batch batch, int row, double deviation, float[] dense) {
    for (int t = 0; t < tiles.count(); t++) {
      int at = (t * batch.rows + row) * tiles.width();
      for (int c = 0; c < tiles.width(t); c++) {
        dense[at + c] = (float) (deviation * random.nextGaussian());
      }
      Arrays.fill(dense, at + tiles.width(t), at + tiles.width(), 0);
    }
  }

  /** What is predicted for all items, to be fed again: y = f(W h + b), in tiles. */
  static float[] predicted(
      Pass pass, int at, TargetOutput output, float[] hidden, float[] reserved) {
    Tiles tiles = Tiles.of(output.items());
    int inputs = output.inputs();
    int biases = at + output.items() * inputs;
    float[] dense = reserved(reserved, tiles, pass.rows);
    pass.compute
        .loop()
        .run(
            tiles.count(),
            t -> {
              int first = t * tiles.width();
              int from = t * pass.rows * tiles.width();
              for (int r = 0; r < pass.rows; r++) {
                System.arraycopy(
                    pass.theta, biases + first, dense, from + r * tiles.width(), tiles.width(t));
              }
              pass.compute
                  .sgemm()
                  .multiply(
                      false,
                      true,
                      pass.rows,
                      tiles.width(t),
                      inputs,
                      1,
                      hidden,
                      0,
                      inputs,
                      pass.theta,
                      at + first * inputs,
                      inputs,
                      1,
                      dense,
                      from,
                      tiles.width());
              for (int r = 0; r < pass.rows; r++) {
                output
                    .activation()
                    .apply(pass.compute.kernels(), dense, from + r * tiles.width(), tiles.width(t));
              }
            });
    return dense;
  }

  /**
   * Adds to {@code out}, from {@code to} on, the product of some rows of a tile with its items'
   * weights.
   *
   * @param in where the rows begin in {@code dense}, {@code stride} apart
   * @param weights where the weights begin, [columns x outputs]
   */
  static void addProduct(
      Pass pass,
      float[] dense,
      int in,
      int stride,
      int rows,
      int columns,
      int weights,
      int outputs,
      float[] out,
      int to) {
    pass.compute
        .sgemm()
        .multiply(
            false,
            false,
            rows,
            outputs,
            columns,
            1,
            dense,
            in,
            stride,
            pass.theta,
            weights,
            outputs,
            1,
            out,
            to,
            outputs);
  }

  /** Writes beta times what is there plus the gradient by a tile's weights, [columns x outputs]. */
  static void byWeights(
      Pass pass,
      float[] dense,
      Tiles tiles,
      int tile,
      float[] outGradient,
      int outputs,
      float beta,
      float[] gradient) {
    pass.compute
        .sgemm()
        .multiply(
            true,
            false,
            tiles.width(tile),
            outputs,
            pass.rows,
            1,
            dense,
            tile * pass.rows * tiles.width(),
            tiles.width(),
            outGradient,
            0,
            outputs,
            beta,
            gradient,
            0,
            outputs);
  }

  /** Where the input of an item lies. */
  static int at(Tiles tiles, int rows, int row, int item) {
    int tile = item / tiles.width();
    return (tile * rows + row) * tiles.width() + item % tiles.width();
  }
}
