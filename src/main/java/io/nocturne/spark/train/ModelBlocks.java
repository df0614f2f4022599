package io.nocturne.spark.train;

import io.nocturne.model.Parameters;
import io.nocturne.nn.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a model from their blocks: those of the network as they are, and behind them
 * the users' vectors, which come worker by worker, in the order of the training rows.
 */
final class ModelBlocks {
  private final long network;
  private final int width;
  private final int workers;

  /**
   * @param network how many parameters the network has
   * @param width of a user's vector, 0 for none
   * @param workers whom the users were dealt to
   */
  ModelBlocks(long network, int width, int workers) {
    this.network = network;
    this.width = width;
    this.workers = workers;
  }

  /** Of models of that network. */
  static ModelBlocks of(Network network, int workers) {
    return new ModelBlocks(network.parameters(), network.userWidth(), workers);
  }

  /** Parameters from the blocks of {@link StateBlocks#model}. */
  Parameters open(List<byte[]> blocks) {
    int length = blocks.stream().mapToInt(block -> block.length / Float.BYTES).sum();
    ParametersBuilder flat = new ParametersBuilder(length);
    List<byte[]> own = new ArrayList<>();
    long added = 0;
    for (byte[] block : blocks) {
      if (added < network) {
        flat.add(block);
      } else {
        own.add(block);
      }
      added += block.length / Float.BYTES;
    }
    if (!own.isEmpty()) {
      float[] vectors = inOrder(own, (int) (length - network));
      flat.add(BlockBytes.of(vectors, 0, vectors.length));
    }
    return flat.build();
  }

  private float[] inOrder(List<byte[]> blocks, int length) {
    float[] dealt = new float[length];
    int at = 0;
    for (byte[] block : blocks) {
      BlockBytes.copy(block, dealt, at);
      at += block.length / Float.BYTES;
    }
    Dealt users = new Dealt(length / width, workers);
    float[] vectors = new float[length];
    int from = 0;
    for (int worker = 0; worker < workers; worker++) {
      for (int k = 0; k < users.rows(worker); k++) {
        System.arraycopy(dealt, from, vectors, (int) (users.row(worker, k) * width), width);
        from += width;
      }
    }
    return vectors;
  }
}
