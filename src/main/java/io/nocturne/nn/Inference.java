package io.nocturne.nn;

import io.nocturne.math.SparseRows;

/** Codes and scores of histories from a trained network; threads share one. */
public final class Inference {
  private final Network network;
  private final float[] theta;
  private final Compute compute;

  /**
   * @param theta the parameters, not to be written to meanwhile
   */
  public Inference(Network network, float[] theta, Compute compute) {
    if (theta.length != network.parameters()) {
      throw new IllegalArgumentException(
          "Invalid number of parameters: %,d (expected %,d)"
              .formatted(theta.length, network.parameters()));
    }
    this.network = network;
    this.theta = theta;
    this.compute = compute;
  }

  /** Writes the code of each history, [rows x code width]. */
  public void encode(SparseRows histories, float[] codes) {
    Pass pass = pass(histories);
    float[] code = forward(pass, batch(histories), network.codeLayers());
    System.arraycopy(code, 0, codes, 0, histories.rows() * network.codeWidth());
  }

  /** Writes the score of each item for each history, [rows x items]. */
  public void score(SparseRows histories, float[] scores) {
    if (histories.rows() == 0) {
      return; // there is no matrix without rows to multiply
    }
    Pass pass = pass(histories);
    Batch batch = batch(histories);
    int layers = network.hidden().size();
    float[] hidden = forward(pass, batch, layers);
    network.output().score(pass, network.at(layers), batch, hidden, scores);
  }

  private Pass pass(SparseRows histories) {
    Pass pass = new Pass(compute, theta);
    pass.rows = histories.rows();
    return pass;
  }

  private Batch batch(SparseRows histories) {
    Batch batch = new Batch();
    new InputMaker(network.corruption().inference()).make(histories, batch);
    return batch;
  }

  private float[] forward(Pass pass, Batch batch, int layers) {
    return new Activations(network, pass.rows, false).forward(pass, batch, layers);
  }
}
