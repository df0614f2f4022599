package io.nocturne.spark.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How arrays of floats are cut into blocks that travel one by one: each array by itself, all of its
 * blocks but the last of the same size. An array is shared by all workers, who all read it and
 * whose changes are averaged; or it is one worker's own, which nobody else reads.
 */
final class BlockLayout implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int SHARED = -1;

  private final ArrayList<Integer> lengths;
  private final ArrayList<Integer> owners;
  private final int modelArrays;
  private final int blockFloats;

  /**
   * Of one model array and others, all shared.
   *
   * @param lengths of the arrays
   * @param blockFloats of a whole block
   */
  BlockLayout(List<Integer> lengths, int blockFloats) {
    this(lengths, Collections.nCopies(lengths.size(), SHARED), 1, blockFloats);
  }

  /**
   * A layout.
   *
   * @param lengths of the arrays
   * @param owners for each the worker whose own it is, or -1 for a shared one
   * @param modelArrays how many of them, the first ones, the model is made of
   * @param blockFloats of a whole block
   */
  BlockLayout(List<Integer> lengths, List<Integer> owners, int modelArrays, int blockFloats) {
    this.lengths = new ArrayList<>(lengths);
    this.owners = new ArrayList<>(owners);
    this.modelArrays = modelArrays;
    this.blockFloats = blockFloats;
  }

  /** How many blocks there are. */
  int blocks() {
    return blocks(lengths.size());
  }

  /** How many blocks the model has: the first ones. */
  int modelBlocks() {
    return blocks(modelArrays);
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

  List<Integer> owners() {
    return List.copyOf(owners);
  }

  int modelArrays() {
    return modelArrays;
  }

  /** Whether all workers read and change a block. */
  boolean isShared(int block) {
    return owners.get(slice(block).array()) == SHARED;
  }

  /** Whether a worker reads and changes a block. */
  boolean isFor(int block, int worker) {
    int owner = owners.get(slice(block).array());
    return owner == SHARED || owner == worker;
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
