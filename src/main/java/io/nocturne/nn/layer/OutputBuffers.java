package io.nocturne.nn.layer;

import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.loss.Loss;
import io.nocturne.nn.loss.ScoreBlock;

/** What the output layer keeps from forward to backward, in arrays that are used again. */
public final class OutputBuffers {
  final ScoreBlock block = new ScoreBlock();

  /** The loss of each position. */
  double[] losses = new double[0];

  /** The gradient by the hidden rows from each group of tiles, [groups x positions x inputs]. */
  float[] partials = new float[0];

  /** The weights of the candidates, [candidates x inputs]; none when all items are columns. */
  float[] weights = new float[0];

  float[] biases = new float[0];

  /** The weights that the scores are made with, tile by tile. */
  final TileWeights tileWeights = new TileWeights();

  /** The sum of the squares of each unit's weights, where the encoder is to contract. */
  float[] squares;

  /** What each row of tied weights is multiplied with. */
  float[] scales = new float[0];

  private float[] zeros = new float[0];

  /** The score of each target, where only those have one. */
  float[] targets = new float[0];

  OutputBuffers() {}

  void reserve(Batch batch, int inputs) {
    block.reserve(batch);
    losses = losses.length < batch.positions() ? new double[batch.positions()] : losses;
    reservePartials(batch, inputs);
    if (batch.candidates() != null) {
      weights = ScoreBlock.atLeast(weights, Math.multiplyExact(batch.tiles().columns(), inputs));
      biases = ScoreBlock.atLeast(biases, batch.tiles().columns());
    }
  }

  void reserveTargets(Batch batch, int inputs, int count) {
    targets = Batch.grown(targets, count);
    reservePartials(batch, inputs);
  }

  private void reservePartials(Batch batch, int inputs) {
    int perGroup = Math.multiplyExact(batch.positions(), inputs);
    partials = ScoreBlock.atLeast(partials, Math.multiplyExact(batch.tiles().groups(), perGroup));
  }

  /** Biases of 0 for at least this many items. */
  synchronized float[] noBiases(int items) {
    zeros = ScoreBlock.atLeast(zeros, items);
    return zeros;
  }

  /** Completes the positions of a batch whose tiles are all in; returns the mean loss. */
  double complete(Pass pass, Loss loss) {
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              for (int r = from; r < to; r++) {
                losses[r] = loss.complete(block, r);
              }
            });
    double sum = 0;
    for (int r = 0; r < pass.positions(); r++) {
      sum += losses[r];
    }
    return sum / pass.positions();
  }

  /** Adds up the groups' gradients by the hidden rows, in their order. */
  void addPartials(Pass pass, int groups, int inputs, float[] hiddenGradient) {
    int partial = pass.positions() * inputs;
    pass.compute()
        .byRows(
            pass.positions(),
            (from, to) -> {
              int at = from * inputs;
              int length = (to - from) * inputs;
              System.arraycopy(partials, at, hiddenGradient, at, length);
              for (int g = 1; g < groups; g++) {
                pass.kernels().axpy(1, partials, g * partial + at, hiddenGradient, at, length);
              }
            });
  }
}
