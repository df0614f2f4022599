package io.nocturne.nn;

/** One tile of a {@link ScoreBlock}. */
record ScoreTile(ScoreBlock block, int tile) {
  int rows() {
    return block.batch.rows;
  }

  /** How many columns it has. */
  int columns() {
    return block.batch.tiles.width(tile);
  }

  /** The column of the batch that is its first. */
  int firstColumn() {
    return tile * stride();
  }

  /** From one row to the next. */
  int stride() {
    return block.batch.tiles.width();
  }

  /** Where a row begins. */
  int at(int row) {
    return (tile * rows() + row) * stride();
  }

  /** Where the statistics of a row are. */
  int statistic(int row) {
    return tile * rows() + row;
  }

  int firstTarget() {
    return block.batch.targetStarts[tile];
  }

  int endTarget() {
    return block.batch.targetStarts[tile + 1];
  }

  /** Where the score of a target is. */
  int atTarget(int target) {
    return at(block.batch.targetRows[target]) + block.batch.targetColumns[target] - firstColumn();
  }
}
