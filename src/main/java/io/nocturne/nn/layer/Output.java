package io.nocturne.nn.layer;

import io.nocturne.math.Matrix;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Tiles;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Initializer;
import io.nocturne.nn.parameter.ItemFrequencies;
import java.io.Serializable;
import java.util.List;

/** The last layer with its loss: it scores items at each position. */
public interface Output extends Serializable {
  /** Width of an input row. */
  int inputs();

  /** The number of items. */
  int items();

  /** The shapes of its blocks of parameters, in their order; names are local to the layer. */
  default List<BlockShape> blocks() {
    return List.of();
  }

  /** Whether it uses the blocks of the first layer instead of separate ones. */
  default boolean isTied() {
    return false;
  }

  /** Draws its initial parameters, block by block; not called where it is tied. */
  default void initialize(Initializer initializer, List<BlockArray> blocks) {
    initializer.draw(blocks);
  }

  /**
   * Sets its biases to the log-odds of the items' frequencies, if its loss is a logistic one:
   * otherwise training would first have to lower the probability of every item from a half.
   *
   * @param negatives how many items are drawn for each target of a row that it does not have
   */
  default void startAtFrequencies(
      ItemFrequencies frequencies, double negatives, List<BlockArray> blocks) {}

  /** Whether its loss is the multinomial one, over all items or over candidates. */
  default boolean isMultinomial() {
    return false;
  }

  /** The largest weight of an interaction that its loss accepts; infinite for any. */
  default float maxWeight() {
    return Float.POSITIVE_INFINITY;
  }

  /**
   * Writes the scores of some items.
   *
   * @param first the first of them
   * @param scores [positions x as many items], not transposed
   */
  void score(Pass pass, List<BlockArray> blocks, float[] hidden, int first, Matrix scores);

  /** Writes the scores of all items, [positions x items], tile by tile. */
  default void score(Pass pass, List<BlockArray> blocks, float[] hidden, float[] scores) {
    Tiles tiles = Tiles.of(items());
    pass.compute()
        .loop()
        .run(
            tiles.count(),
            tile -> {
              int first = tile * tiles.width();
              int width = tiles.width(tile);
              Matrix ofTile = Matrix.of(scores, first, pass.positions(), width, items());
              score(pass, blocks, hidden, first, ofTile);
            });
  }

  /** Takes the scores of a batch and returns its mean loss. */
  double forward(Pass pass, List<BlockArray> blocks, float[] hidden);

  /** Writes the gradient by {@code hidden} and hands that of the parameters to the optimizer. */
  void backward(Pass pass, List<BlockArray> blocks, float[] hidden, float[] hiddenGradient);

  /**
   * Writes the predictions for all items, for re-feeding as an input, tile by tile.
   *
   * @param dense an array to write to, if it is long enough; null for none
   * @return the array written to
   * @throws IllegalStateException if re-feeding is not supported
   */
  default float[] predict(Pass pass, List<BlockArray> blocks, float[] hidden, float[] dense) {
    throw new IllegalStateException("Re-feeding is not supported by " + this);
  }

  /**
   * The same layer under the loss of re-fed predictions.
   *
   * @throws IllegalStateException if re-feeding is not supported
   */
  default Output refeeding() {
    throw new IllegalStateException("Re-feeding is not supported by " + this);
  }

  /**
   * Turns the predictions of a row into the gradient of its loss by the scores, with the mean over
   * all items that the history does not have in place of drawn negatives.
   *
   * @param negatives how many are drawn in training for each item of a history
   * @param scores [positions x items]
   * @throws IllegalStateException if users are not folded in under its loss
   */
  default void scoreGradient(SparseRows histories, int row, double negatives, float[] scores) {
    throw new IllegalStateException("Folding in users is not supported by " + this);
  }

  /** The floats that a step on a batch needs in addition to the parameters. */
  long floats(BatchSize size);

  /** The products of a batch, forward: multiplications with its weights. */
  default double products(BatchSize size) {
    return size.positions() * size.columns() * inputs();
  }
}
