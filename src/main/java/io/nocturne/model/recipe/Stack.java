package io.nocturne.model.recipe;

import io.nocturne.model.TrainingData;
import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters of a whole stack, put together layer by layer from networks that pre-train one
 * each.
 */
final class Stack {
  private final Network whole;
  private final int depth;
  private final TrainingData data;
  private final Map<String, Block> blocks = new LinkedHashMap<>();

  /**
   * A stack with its initial parameters.
   *
   * @param whole items - widths - widths mirrored - items
   * @param depth how many widths there are
   * @param data what it is trained on
   */
  Stack(Network whole, int depth, TrainingData data) {
    this.whole = whole;
    this.depth = depth;
    this.data = data;
    data.initial(whole).blocks().forEach(block -> blocks.put(block.shape().name(), block));
  }

  /**
   * The initial parameters of the network that pre-trains a layer: the layers before it, unchanged.
   */
  Parameters begin(Network network, int layer) {
    Map<String, Block> initial = new LinkedHashMap<>();
    data.initial(network).blocks().forEach(block -> initial.put(block.shape().name(), block));
    for (int before = 0; before < layer; before++) {
      copy(blocks, whole.blocks(before), initial, network.blocks(before));
    }
    return new Parameters(initial.values());
  }

  /**
   * Takes over what that network has trained: the layer and the one that reconstructs its input.
   */
  void take(Network network, int layer, Parameters trained) {
    Map<String, Block> from = new LinkedHashMap<>();
    trained.blocks().forEach(block -> from.put(block.shape().name(), block));
    int code = network.codeLayer(); // noise before it is a layer too, if there is any
    copy(from, network.blocks(code), blocks, whole.blocks(layer));
    copy(from, network.blocks(code + 1), blocks, whole.blocks(2 * depth - 1 - layer));
  }

  /** Copies the blocks of a layer to the blocks of a layer of the same kind and size. */
  private static void copy(
      Map<String, Block> from,
      List<BlockShape> fromShapes,
      Map<String, Block> to,
      List<BlockShape> toShapes) {
    for (int b = 0; b < fromShapes.size(); b++) {
      Block.Floats block = (Block.Floats) from.get(fromShapes.get(b).name());
      to.put(toShapes.get(b).name(), new Block.Floats(toShapes.get(b), block.arrays()));
    }
  }

  Parameters parameters() {
    return new Parameters(blocks.values());
  }
}
