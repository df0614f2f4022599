package io.nocturne.nn.parameter;

import io.nocturne.math.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of a network in memory: its floats in one array, which training changes in place.
 *
 * @param number its place among the blocks of the network, by which an optimizer finds its arrays
 * @param floats [rows x width], row-major, not copied
 */
public record BlockArray(BlockShape shape, int number, float[] floats) {
  /** Checks the length of the array. */
  public BlockArray {
    if (floats.length != shape.size()) {
      throw new IllegalArgumentException(
          "Invalid number of floats: %,d for %s (expected %,d)"
              .formatted(floats.length, shape, shape.size()));
    }
  }

  /** Blocks of zeros, in the order of the shapes. */
  public static List<BlockArray> zeros(List<BlockShape> shapes) {
    List<BlockArray> blocks = new ArrayList<>();
    for (BlockShape shape : shapes) {
      blocks.add(new BlockArray(shape, blocks.size(), new float[shape.length()]));
    }
    return List.copyOf(blocks);
  }

  /** Where a row begins. */
  public int row(int row) {
    return row * shape.width();
  }

  /** Some rows as a matrix, [count x width]. */
  public Matrix rows(int from, int count) {
    return Matrix.of(floats, row(from), count, shape.width());
  }

  /** All rows as a matrix, [rows x width]. */
  public Matrix matrix() {
    return Matrix.of(floats, shape.rows(), shape.width());
  }
}
