package io.nocturne.spark.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How arrays of floats are cut into blocks that travel one by one: each array by itself, all of its
 * blocks but the last of the same size.
 */
final class BlockLayout implements Serializable {
  private static final long serialVersionUID = 1;

  private final ArrayList<Integer> lengths;
  private final int blockFloats;

  /**
   * @param lengths of the arrays
   * @param blockFloats of a whole block
   */
  BlockLayout(List<Integer> lengths, int blockFloats) {
    this.lengths = new ArrayList<>(lengths);
    this.blockFloats = blockFloats;
  }

  /** How many blocks there are. */
  int blocks() {
    return blocks(lengths.size());
  }

  /** How many blocks the first arrays have. */
  int blocks(int arrays) {
    return lengths.subList(0, arrays).stream().mapToInt(this::blocksOf).sum();
  }

  private int blocksOf(int length) {
    return (int) (((long) length + blockFloats - 1) / blockFloats);
  }

  /** The floats of the largest block. */
  int blockFloats() {
    return blockFloats;
  }

  /** How many floats all arrays have. */
  long floats() {
    return lengths.stream().mapToLong(Integer::longValue).sum();
  }

  List<Integer> lengths() {
    return List.copyOf(lengths);
  }

  /** A part of one of the arrays. */
  record Slice(int array, int from, int length) {}

  /** Where a block lies. */
  Slice slice(int block) {
    int left = block;
    int array = 0;
    while (left >= blocksOf(lengths.get(array))) {
      left -= blocksOf(lengths.get(array));
      array++;
    }
    int from = left * blockFloats;
    return new Slice(array, from, Math.min(blockFloats, lengths.get(array) - from));
  }
}
