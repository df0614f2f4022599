package io.nocturne.nn;

import io.nocturne.nn.parameter.BlockArray;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a network in memory, layer by layer.
 *
 * @param all the blocks in the network's order
 * @param layers the blocks that each layer reads: an output layer with tied weights reads those of
 *     the first layer
 * @param prior the copies of the encoder's blocks, layer by layer; none without such a prior
 */
record NetworkBlocks(
    List<BlockArray> all, List<List<BlockArray>> layers, List<List<BlockArray>> prior) {

  /**
   * The blocks of a network.
   *
   * @param all in the order of {@link Network#blocks}
   * @throws IllegalArgumentException if they are another network's
   */
  static NetworkBlocks of(Network network, List<BlockArray> all) {
    if (!all.stream().map(BlockArray::shape).toList().equals(network.blocks())) {
      throw new IllegalArgumentException(
          "Invalid blocks: %s (expected %s)"
              .formatted(all.stream().map(BlockArray::shape).toList(), network.blocks()));
    }
    int last = network.layers() - 1;
    List<List<BlockArray>> layers = new ArrayList<>();
    for (int layer = 0; layer <= last; layer++) {
      layers.add(all.subList(network.start(layer), network.start(layer + 1)));
    }
    if (network.output().isTied()) {
      layers.set(last, layers.get(0));
    }
    List<List<BlockArray>> prior = new ArrayList<>();
    int offset = network.start(last + 1);
    for (int layer = 0; layer <= network.codeLayer() && network.hasPrior(); layer++) {
      int from = offset + network.start(layer);
      prior.add(all.subList(from, offset + network.start(layer + 1)));
    }
    return new NetworkBlocks(List.copyOf(all), List.copyOf(layers), List.copyOf(prior));
  }

  /** The blocks that a layer reads. */
  List<BlockArray> layer(int layer) {
    return layers.get(layer);
  }

  /** Makes the encoder of the prior what the encoder is now, if there is one. */
  void renewPrior() {
    for (int layer = 0; layer < prior.size(); layer++) {
      for (int b = 0; b < prior.get(layer).size(); b++) {
        float[] now = layers.get(layer).get(b).floats();
        System.arraycopy(now, 0, prior.get(layer).get(b).floats(), 0, now.length);
      }
    }
  }
}
