package io.nocturne.nn;

import io.nocturne.math.Activation;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Blocks in sequence in a single array, as in the textbook implementations. */
public final class FlatParameters {
  private FlatParameters() {}

  /** All numbers of the blocks, in order. */
  public static float[] of(List<BlockArray> blocks) {
    return joined(blocks.size(), b -> blocks.get(b).floats());
  }

  /** All numbers of a stored model, in the order of its blocks; integers as floats. */
  public static float[] of(Parameters parameters) {
    List<Block> blocks = parameters.blocks();
    return joined(blocks.size(), b -> floats(blocks.get(b)));
  }

  private static float[] floats(Block block) {
    if (block instanceof Block.Floats floats) {
      return floats.flat();
    }
    int[] integers = ((Block.Integers) block).flat();
    float[] floats = new float[integers.length];
    for (int k = 0; k < floats.length; k++) {
      floats[k] = integers[k];
    }
    return floats;
  }

  /** A stored model of one block of floats, [rows x width], in one part. */
  public static Parameters one(String name, int width, float... floats) {
    BlockShape shape = BlockShape.weights(name, RowsOf.NONE, floats.length / width, width);
    return new Parameters(List.of(new Block.Floats(shape, new float[][] {floats})));
  }

  /** All numbers of the trained network. */
  public static float[] of(TrainingState state) {
    return of(state.parameters());
  }

  /** {@code count} arrays in sequence, such as those of an optimizer's state. */
  public static float[] joined(int count, IntFunction<float[]> arrays) {
    int length = 0;
    for (int b = 0; b < count; b++) {
      length += arrays.apply(b).length;
    }
    float[] flat = new float[length];
    int at = 0;
    for (int b = 0; b < count; b++) {
      float[] array = arrays.apply(b);
      System.arraycopy(array, 0, flat, at, array.length);
      at += array.length;
    }
    return flat;
  }

  /** Blocks with copies of these numbers. */
  public static List<BlockArray> blocks(List<BlockShape> shapes, float[] flat) {
    List<BlockArray> blocks = new ArrayList<>();
    int at = 0;
    for (BlockShape shape : shapes) {
      float[] floats = Arrays.copyOfRange(flat, at, at + shape.length());
      blocks.add(new BlockArray(shape, blocks.size(), floats));
      at += floats.length;
    }
    if (at != flat.length) {
      throw new IllegalArgumentException("%d numbers for %s".formatted(flat.length, shapes));
    }
    return blocks;
  }

  /** A network's blocks with these numbers, layer by layer. */
  static NetworkBlocks blocks(Network network, float[] flat) {
    return NetworkBlocks.of(network, blocks(network.blocks(), flat));
  }

  /** A stored model of a network with these numbers. */
  public static Parameters parameters(Network network, float[] flat) {
    return Parameters.of(blocks(network.blocks(), flat));
  }

  /** A stored model of a network with one layer and a layer of scores. */
  public static Parameters shallow(int items, int code, float[] flat) {
    return parameters(
        Network.over(items).dense(code, Activation.IDENTITY).code().multinomial(), flat);
  }

  /** Sets all numbers of a stored model to zero. */
  static void clear(Parameters parameters) {
    for (Block block : parameters.blocks()) {
      Arrays.fill(((Block.Floats) block).flat(), 0);
    }
  }

  /**
   * The offset of a layer, the first one being 0; the prior counts as the layer after the last one.
   */
  static int start(Network network, int layer) {
    return network.blocks().subList(0, network.start(layer)).stream()
        .mapToInt(BlockShape::length)
        .sum();
  }
}
