package io.nocturne.nn;

import io.nocturne.math.Compute;
import io.nocturne.math.Matrix;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.batch.InputMaker;
import io.nocturne.nn.layer.Contraction;
import io.nocturne.nn.layer.Input;
import io.nocturne.nn.layer.Pass;
import io.nocturne.nn.layer.UserVectors;
import io.nocturne.nn.layer.Workspace;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;
import java.util.List;

/** Codes and scores of histories from a trained network; threads share one. */
public final class Inference {
  private final Network network;
  private final NetworkBlocks blocks;
  private final float[] users;
  private final Compute compute;

  /**
   * Of the input's weights, from when norms are first asked for: as many steps as it has weights.
   */
  private float[] squares;

  /**
   * A network with its trained parameters, which are not to be written to meanwhile. Where training
   * users have vectors, these are the block {@link UserVectors#BLOCK}; users who are not in it are
   * folded in.
   *
   * @throws IllegalArgumentException if a block of the network is missing or has another size
   */
  public Inference(Network network, Parameters parameters, Compute compute) {
    this.network = network;
    this.blocks = NetworkBlocks.of(network, parameters.arrays(network.blocks()));
    boolean hasUsers = network.userWidth() > 0 && parameters.has(UserVectors.BLOCK);
    this.users = hasUsers ? parameters.floats(UserVectors.BLOCK).flat() : new float[0];
    this.compute = compute;
  }

  /** Writes the code of each history, [rows x code width]. */
  public void encode(SparseRows histories, float[] codes) {
    Pass pass = pass(histories);
    float[] ofPositions = forward(pass, network.codeLayer());
    copyLast(pass.batch(), ofPositions, network.codeWidth(), codes);
  }

  /** Writes the score of each item for each history, [rows x items]. */
  public void score(SparseRows histories, float[] scores) {
    if (histories.rows() == 0) {
      return; // there is no matrix without rows to multiply
    }
    Scoring scoring = scoring(histories);
    network.output().score(scoring.pass, ofOutput(), scoring.hidden, scores);
  }

  /**
   * Runs the hidden layers, once, so that the items can then be scored a few at a time.
   *
   * @param histories one or more
   */
  public Scoring scoring(SparseRows histories) {
    Pass pass = pass(histories);
    float[] hidden = forward(pass, network.hidden().size());
    if (network.input().isSequential()) {
      float[] last = new float[histories.rows() * network.output().inputs()];
      copyLast(pass.batch(), hidden, network.output().inputs(), last);
      return new Scoring(pass.with(Batch.withoutInput(histories.rows())), last);
    }
    return new Scoring(pass, hidden);
  }

  /** Histories that have passed the hidden layers; for one thread. */
  public final class Scoring {
    private final Pass pass;
    private final float[] hidden;

    private Scoring(Pass pass, float[] hidden) {
      this.pass = pass;
      this.hidden = hidden;
    }

    /**
     * Writes the scores of the items from {@code first} on.
     *
     * @param scores [rows x as many items]
     */
    public void write(int first, Matrix scores) {
      network.output().score(pass, ofOutput(), hidden, first, scores);
    }
  }

  /** Writes what each row's last position has; zeros for a row without positions. */
  private static void copyLast(Batch batch, float[] ofPositions, int width, float[] ofRows) {
    for (int r = 0; r < batch.rows(); r++) {
      int last = batch.firstPosition(r + 1) - 1;
      if (last < batch.firstPosition(r)) {
        Arrays.fill(ofRows, r * width, (r + 1) * width, 0);
      } else {
        System.arraycopy(ofPositions, last * width, ofRows, r * width, width);
      }
    }
  }

  private List<BlockArray> ofOutput() {
    return blocks.layer(network.layers() - 1);
  }

  /**
   * Writes the score of each item for each code: what a history would have whose code it is.
   *
   * @param codes [rows x code width]
   * @param scores [rows x items], row-major; what it held is overwritten
   * @throws IllegalStateException if weights are tied, as scores then depend on the history itself
   */
  public void decode(float[] codes, int rows, float[] scores) {
    if (network.output().isTied()) {
      throw new IllegalStateException(
          "Cannot decode codes without histories: the weights are tied");
    }
    if (rows == 0) {
      return;
    }
    Pass pass = Pass.inference(compute, Batch.withoutInput(rows), new Workspace());
    float[] hidden = new Activations(network, rows, false).decode(pass, blocks.layers(), codes);
    network.output().score(pass, ofOutput(), hidden, scores);
  }

  /**
   * Writes the code of each history, and the squared Frobenius norm of its Jacobian by the history
   * as it is read (after it was brought to length 1, where it is).
   *
   * @param norms [rows]; what it held is overwritten
   * @throws IllegalStateException if the code is not the output of the first layer
   */
  public void encode(SparseRows histories, float[] codes, double[] norms) {
    if (!network.isShallow()) {
      throw new IllegalStateException(
          "The Jacobian is not known: there are layers between the first one and the code");
    }
    Pass pass = pass(histories);
    Input input = network.input();
    int width = input.outputs();
    int size = histories.rows() * width;
    input.linear().forward(pass, blocks.layer(0), codes, new float[0]);
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
      squares = network.input().squares(pass, blocks.layer(0));
    }
    return squares;
  }

  private Pass pass(SparseRows histories) {
    Batch batch = new Batch();
    new InputMaker(network.corruption().inference())
        .make(histories, network.input().isSequential(), batch);
    Pass pass = Pass.inference(compute, batch, new Workspace());
    return network.userWidth() > 0 && batch.rows() > 0 ? withUsers(pass, histories) : pass;
  }

  /** Gives each row the vector of its owner, or folds it in. */
  private Pass withUsers(Pass pass, SparseRows histories) {
    int width = network.userWidth();
    int rows = pass.batch().rows();
    float[] vectors = new float[rows * width];
    boolean[] known = new boolean[rows];
    boolean all = true;
    int[] members = new int[rows];
    for (int r = 0; r < rows; r++) {
      long at = (long) histories.owner(r) * width;
      known[r] = at >= 0 && at < users.length;
      members[r] = r;
      if (known[r]) {
        System.arraycopy(users, (int) at, vectors, r * width, width);
      }
      all &= known[r];
    }
    pass.batch().setMembers(members);
    Pass with = pass.with(UserVectors.of(vectors, width));
    if (!all) {
      new FoldIn(network, blocks).train(with, histories, known, vectors);
    }
    return with;
  }

  private float[] forward(Pass pass, int layers) {
    return new Activations(network, pass.positions(), false).forward(pass, blocks.layers(), layers);
  }
}
