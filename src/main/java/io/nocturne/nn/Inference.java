package io.nocturne.nn;

import io.nocturne.math.SparseRows;
import java.util.Arrays;

/** Codes and scores of histories from a trained network; threads share one. */
public final class Inference {
  private final Network network;
  private final float[] theta;
  private final float[] users;
  private final Compute compute;

  /**
   * Of the input's weights, from when norms are first asked for: as many steps as it has weights.
   */
  private float[] squares;

  /**
   * @param theta the parameters, not to be written to meanwhile
   */
  public Inference(Network network, float[] theta, Compute compute) {
    this(network, theta, new float[0], compute);
  }

  /**
   * Likewise, with the vectors of training users.
   *
   * @param users [training rows x user width]; whoever is not among them is folded in
   */
  public Inference(Network network, float[] theta, float[] users, Compute compute) {
    this.users = users;
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
    Batch batch = batch(histories);
    float[] code = forward(pass(histories, batch), batch, network.codeLayers());
    System.arraycopy(code, 0, codes, 0, histories.rows() * network.codeWidth());
  }

  /** Writes the score of each item for each history, [rows x items]. */
  public void score(SparseRows histories, float[] scores) {
    if (histories.rows() == 0) {
      return; // there is no matrix without rows to multiply
    }
    Batch batch = batch(histories);
    Pass pass = pass(histories, batch);
    int layers = network.hidden().size();
    float[] hidden = forward(pass, batch, layers);
    network.output().score(pass, network.at(layers), batch, hidden, scores);
  }

  private Pass pass(SparseRows histories, Batch batch) {
    Pass pass = pass(histories.rows());
    if (network.userWidth() > 0 && pass.rows > 0) {
      addUsers(pass, histories, batch);
    }
    return pass;
  }

  /**
   * Writes the score of each item for each code: what a history would have whose code it is.
   *
   * @param codes [rows x code width]
   * @param scores [rows x items], row-major; what it held is overwritten
   * @throws IllegalStateException if weights are tied, as scores then depend on the history itself
   */
  public void decode(float[] codes, int rows, float[] scores) {
    if (network.output() instanceof TiedOutput) {
      throw new IllegalStateException("Cannot decode codes alone: the weights are tied");
    }
    if (rows == 0) {
      return;
    }
    Pass pass = pass(rows);
    float[] hidden = new Activations(network, rows, false).decode(pass, codes);
    int at = network.at(network.hidden().size());
    network.output().score(pass, at, new Batch(), hidden, scores);
  }

  /**
   * Likewise {@link #encode(SparseRows, float[])}, with the squared Frobenius norm of the code's
   * Jacobian by the history as it is read (after it was brought to length 1, where it is).
   *
   * @param norms [rows]; what it held is overwritten
   * @throws IllegalStateException if the code is not what the first layer puts out
   */
  public void encode(SparseRows histories, float[] codes, double[] norms) {
    if (!network.isShallow()) {
      throw new IllegalStateException("There are layers between the first one and the code");
    }
    Batch batch = batch(histories);
    Pass pass = pass(histories, batch);
    Input input = network.input();
    int width = input.outputs();
    int size = histories.rows() * width;
    input.linear().forward(pass, 0, batch, codes, new float[0]);
    float[] kept = new float[size];
    float[] slopes = new float[size];
    Arrays.fill(slopes, 1);
    input.activation().forward(compute.kernels(), codes, 0, size, kept, 0);
    input.activation().backward(codes, kept, 0, slopes, 0, size);
    float[] sums = squares(pass);
    for (int r = 0; r < histories.rows(); r++) {
      norms[r] = Contraction.norm(slopes, r * width, sums);
    }
  }

  private synchronized float[] squares(Pass pass) {
    if (squares == null) {
      squares = network.input().squares(pass);
    }
    return squares;
  }

  private Pass pass(int rows) {
    Pass pass = new Pass(compute, theta);
    pass.rows = rows;
    return pass;
  }

  /** Gives each row the vector of its owner, or folds it in. */
  private void addUsers(Pass pass, SparseRows histories, Batch batch) {
    int width = network.userWidth();
    float[] vectors = new float[pass.rows * width];
    boolean[] known = new boolean[pass.rows];
    boolean all = true;
    batch.members = Batch.grown(batch.members, pass.rows);
    for (int r = 0; r < pass.rows; r++) {
      long at = (long) histories.owner(r) * width;
      known[r] = at >= 0 && at < users.length;
      batch.members[r] = r;
      if (known[r]) {
        System.arraycopy(users, (int) at, vectors, r * width, width);
      }
      all &= known[r];
    }
    pass.users = new UserVectors(vectors, width, null);
    if (!all) {
      new FoldIn(network).learn(pass, batch, histories, known, vectors);
    }
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
