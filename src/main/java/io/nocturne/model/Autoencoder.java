package io.nocturne.model;

import io.nocturne.math.Compute;
import io.nocturne.math.Matrix;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Inference;
import io.nocturne.nn.Network;
import io.nocturne.nn.batch.Tiles;
import io.nocturne.nn.parameter.Parameters;

/** A trained network: scores and codes, each call on the calling thread. */
public sealed class Autoencoder implements Recommender, Encoder
    permits VariationalAutoencoder, ShallowAutoencoder {
  private static final ParallelLoop ONE_THREAD = new ParallelLoop(1);

  private final Network network;
  private final Inference inference;

  Autoencoder(Network network, Parameters parameters) {
    this.network = network;
    this.inference = new Inference(network, parameters, Compute.on(ONE_THREAD));
  }

  /**
   * Opens a network with its trained parameters: a {@link Generator} if it is variational, a {@link
   * JacobianEncoder} if its encoder is one layer.
   */
  public static Autoencoder open(Network network, Parameters parameters) {
    if (network.isVariational()) {
      return new VariationalAutoencoder(network, parameters);
    }
    return network.isShallow()
        ? new ShallowAutoencoder(network, parameters)
        : new Autoencoder(network, parameters);
  }

  final Inference inference() {
    return inference;
  }

  @Override
  public final int items() {
    return network.items();
  }

  @Override
  public final void score(SparseRows histories, float[] scores) {
    inference.score(histories, scores);
  }

  @Override
  public final int rangeWidth() {
    return Math.min(items(), Tiles.of(items()).width());
  }

  @Override
  public final RangedScores scores(SparseRows histories) {
    Inference.Scoring scoring = inference.scoring(histories);
    return (first, scores) ->
        scoring.write(
            first, Matrix.of(scores, histories.rows(), Math.min(rangeWidth(), items() - first)));
  }

  @Override
  public final int codeWidth() {
    return network.codeWidth();
  }

  @Override
  public final void encode(SparseRows histories, float[] codes) {
    inference.encode(histories, codes);
  }
}
