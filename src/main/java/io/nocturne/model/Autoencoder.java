package io.nocturne.model;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.Compute;
import io.nocturne.nn.Inference;
import io.nocturne.nn.Network;
import java.util.Arrays;

/** A trained network: scores and codes, each call on the calling thread. */
public final class Autoencoder implements Recommender, Encoder {
  private static final ParallelLoop ONE_THREAD = new ParallelLoop(1);

  private final Network network;
  private final Inference inference;

  /** Opens a network with what it has learnt. */
  public Autoencoder(Network network, Parameters parameters) {
    this.network = network;
    float[] flat = parameters.flat();
    int own = (int) network.parameters();
    boolean users = network.userWidth() > 0 && flat.length > own; // their vectors are behind
    this.inference =
        new Inference(
            network,
            users ? Arrays.copyOf(flat, own) : flat,
            users ? Arrays.copyOfRange(flat, own, flat.length) : new float[0],
            Compute.on(ONE_THREAD));
  }

  @Override
  public int items() {
    return network.items();
  }

  @Override
  public void score(SparseRows histories, float[] scores) {
    inference.score(histories, scores);
  }

  @Override
  public int codeWidth() {
    return network.codeWidth();
  }

  @Override
  public void encode(SparseRows histories, float[] codes) {
    inference.encode(histories, codes);
  }
}
