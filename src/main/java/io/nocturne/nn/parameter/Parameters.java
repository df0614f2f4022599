package io.nocturne.nn.parameter;

import io.nocturne.math.SparseRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All parameters of a trained model: named blocks in a fixed order. A model is read by the names of
 * its blocks, and stored, sent and checked by them.
 */
public final class Parameters {
  private final Map<String, Block> blocks = new LinkedHashMap<>();

  /**
   * A model of these blocks.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public Parameters(Collection<? extends Block> blocks) {
    for (Block block : blocks) {
      if (this.blocks.put(block.shape().name(), block) != null) {
        throw new IllegalArgumentException("Two blocks have the name " + block.shape().name());
      }
    }
  }

  /** A model of the blocks of a network, whose arrays are not copied. */
  public static Parameters of(List<BlockArray> arrays) {
    List<Block> blocks = new ArrayList<>();
    for (BlockArray array : arrays) {
      blocks.add(floats(array.shape(), array.floats()));
    }
    return new Parameters(blocks);
  }

  /** A block of floats, cut into parts; an array that is one part is not copied. */
  public static Block.Floats floats(BlockShape shape, float[] floats) {
    if (floats.length <= Block.PART) {
      return new Block.Floats(shape, new float[][] {floats});
    }
    float[][] parts = new float[parts(floats.length)][];
    for (int p = 0; p < parts.length; p++) {
      int from = p * Block.PART;
      parts[p] =
          Arrays.copyOfRange(floats, from, (int) Math.min(floats.length, (long) from + Block.PART));
    }
    return new Block.Floats(shape, parts);
  }

  /** A block of integers, [count]. */
  public static Block.Integers integers(String name, int[] integers) {
    int[][] parts = new int[Math.max(1, parts(integers.length))][];
    for (int p = 0; p < parts.length; p++) {
      int from = p * Block.PART;
      parts[p] =
          Arrays.copyOfRange(
              integers, from, (int) Math.min(integers.length, (long) from + Block.PART));
    }
    return new Block.Integers(BlockShape.integers(name, integers.length), parts);
  }

  /**
   * The blocks of a sparse matrix with few entries a row, in compressed rows: {@code NAME.offsets}
   * [rows + 1], {@code NAME.columns} and {@code NAME.values}, [entries] each.
   */
  public static List<Block> sparse(String name, SparseRows matrix) {
    int[] offsets = new int[matrix.rows() + 1];
    for (int r = 0; r < matrix.rows(); r++) {
      offsets[r + 1] = matrix.end(r);
    }
    int[] columns = new int[matrix.nonZeros()];
    float[] values = new float[columns.length];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = matrix.index(k);
      values[k] = matrix.value(k);
    }
    BlockShape shape = BlockShape.weights(name + ".values", RowsOf.NONE, values.length, 1);
    return List.of(
        integers(name + ".offsets", offsets),
        integers(name + ".columns", columns),
        floats(shape, values));
  }

  private static int parts(int length) {
    return (int) (((long) length + Block.PART - 1) / Block.PART);
  }

  /** The blocks, in order. */
  public List<Block> blocks() {
    return List.copyOf(blocks.values());
  }

  /** The shapes of the blocks, in order. */
  public List<BlockShape> shapes() {
    return blocks.values().stream().map(Block::shape).toList();
  }

  /** These blocks and one more. */
  public Parameters with(Block block) {
    List<Block> more = new ArrayList<>(blocks.values());
    more.add(block);
    return new Parameters(more);
  }

  /** Whether there is a block of that name. */
  public boolean has(String name) {
    return blocks.containsKey(name);
  }

  /**
   * The block of floats of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Block.Floats floats(String name) {
    if (blocks.get(name) instanceof Block.Floats floats) {
      return floats;
    }
    throw missing(name, "floats");
  }

  /**
   * The integers of that name.
   *
   * @throws IllegalArgumentException if there are none
   */
  public int[] integers(String name) {
    if (blocks.get(name) instanceof Block.Integers integers) {
      return integers.flat();
    }
    throw missing(name, "integers");
  }

  /**
   * The sparse matrix of the three blocks that {@link #sparse(String, SparseRows)} makes.
   *
   * @param columns how many columns it has
   * @throws IllegalArgumentException if one of them is missing, or they make no matrix
   */
  public SparseRows sparse(String name, int columns) {
    return SparseRows.of(
        columns,
        integers(name + ".offsets"),
        integers(name + ".columns"),
        floats(name + ".values").flat());
  }

  /**
   * The arrays of a network's blocks; an array that is one part is not copied.
   *
   * @throws IllegalArgumentException if a block is missing or has another size
   */
  public List<BlockArray> arrays(List<BlockShape> shapes) {
    List<BlockArray> arrays = new ArrayList<>();
    for (BlockShape shape : shapes) {
      Block.Floats block = floats(shape.name());
      if (block.shape().rows() != shape.rows() || block.shape().width() != shape.width()) {
        throw new IllegalArgumentException(
            "Invalid block: %s (expected %s)".formatted(block.shape(), shape));
      }
      arrays.add(new BlockArray(shape, arrays.size(), block.flat()));
    }
    return List.copyOf(arrays);
  }

  /** The number of parameters in all blocks. */
  public long size() {
    return blocks.values().stream().mapToLong(block -> block.shape().size()).sum();
  }

  private IllegalArgumentException missing(String name, String of) {
    return new IllegalArgumentException(
        "Cannot find a block of %s: %s (there is %s)".formatted(of, name, shapes()));
  }
}
