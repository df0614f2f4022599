package io.nocturne.nn;

/** What the output layer keeps from forward to backward, in arrays that are used again. */
final class OutputBuffers {
  final ScoreBlock block = new ScoreBlock();

  /** The loss of each row. */
  double[] losses = new double[0];

  /** The gradient by the hidden rows from each group of tiles, [groups x rows x inputs]. */
  float[] partials = new float[0];

  /** The weights of the candidates, [candidates x inputs]; none when all items are columns. */
  float[] weights = new float[0];

  float[] biases = new float[0];

  void reserve(Batch batch, int inputs) {
    block.reserve(batch);
    losses = losses.length < batch.rows ? new double[batch.rows] : losses;
    int perGroup = Math.multiplyExact(batch.rows, inputs);
    partials = ScoreBlock.atLeast(partials, Math.multiplyExact(batch.tiles.groups(), perGroup));
    if (batch.candidates != null) {
      weights = ScoreBlock.atLeast(weights, Math.multiplyExact(batch.tiles.columns(), inputs));
      biases = ScoreBlock.atLeast(biases, batch.tiles.columns());
    }
  }
}
