package io.nocturne.nn.loss;

import io.nocturne.math.Matrix;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.Tiles;

/**
 * One tile of a {@link ScoreBlock}.
 *
 * @param scores its scores, or after the way back their gradients, [rows x columns]
 * @param transposed the same, [columns x rows]
 */
public record ScoreTile(ScoreBlock block, int tile, Matrix scores, Matrix transposed) {
  static ScoreTile of(ScoreBlock block, int tile) {
    Tiles tiles = block.batch.tiles();
    int rows = block.batch.positions();
    int from = tile * rows * tiles.width();
    Matrix scores = Matrix.of(block.scores, from, rows, tiles.width(tile), tiles.width());
    return new ScoreTile(block, tile, scores, scores.transpose());
  }

  /** The batch whose scores these are. */
  public Batch batch() {
    return block.batch;
  }

  /** The number of positions in the batch. */
  public int rows() {
    return block.batch.positions();
  }

  /** The number of columns. */
  public int columns() {
    return block.batch.tiles().width(tile);
  }

  /** The column of the batch that is its first. */
  public int firstColumn() {
    return tile * stride();
  }

  /** From one row to the next. */
  public int stride() {
    return block.batch.tiles().width();
  }

  /** Where a row begins in the scores of the block. */
  public int at(int row) {
    return (tile * rows() + row) * stride();
  }

  /** Where the statistics of a row are. */
  int statistic(int row) {
    return tile * rows() + row;
  }

  int firstTarget() {
    return block.batch.targetStarts()[tile];
  }

  int endTarget() {
    return block.batch.targetStarts()[tile + 1];
  }

  /** Where the score of a target is. */
  int atTarget(int target) {
    int column = block.batch.targetColumns()[target] - firstColumn();
    return at(block.batch.targetPositions()[target]) + column;
  }
}
