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
    float[] code = forward(pass, histories, network.codeLayers());
    System.arraycopy(code, 0, codes, 0, histories.rows() * network.codeWidth());
  }

  /** Writes the score of each item for each history, [rows x items]. */
  public void score(SparseRows histories, float[] scores) {
    if (histories.rows() == 0) {
      return; // there is no matrix without rows to multiply
    }
    Pass pass = pass(histories);
    float[] hidden = forward(pass, histories, network.hidden().size());
    network.output().score(pass, network.at(network.hidden().size()), hidden, scores);
  }

  private Pass pass(SparseRows histories) {
    Pass pass = new Pass(compute, theta);
    pass.rows = histories.rows();
    return pass;
  }

  private float[] forward(Pass pass, SparseRows histories, int layers) {
    Batch batch = new Batch();
    new InputMaker(network.corruption().inference()).make(histories, batch);
    return new Activations(network, pass.rows, false).forward(pass, batch, layers);
  }
}
