package io.nocturne.spark.train.state;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the arrays of a state are cut into blocks that travel one by one. Small arrays share a block,
 * if they have the same role and the same workers; large ones have several. So a block is read,
 * averaged and stored as a whole.
 */
public final class BlockLayout implements Serializable {
  private static final long serialVersionUID = 2;

  private final ArrayList<StateArray> arrays;
  private final int blockFloats;
  private final ArrayList<ArrayList<Slice>> blocks = new ArrayList<>();

  /** A part of one of the arrays, and where it lies in its block. */
  record Slice(int array, int from, int length, int at) implements Serializable {}

  /**
   * Creates a layout.
   *
   * @param arrays the arrays, those of the model first
   * @param blockFloats the number of floats of a full block
   */
  public BlockLayout(List<StateArray> arrays, int blockFloats) {
    this.arrays = new ArrayList<>(arrays);
    this.blockFloats = blockFloats;
    for (int array = 0; array < arrays.size(); array++) {
      boolean joins = array > 0 && arrays.get(array - 1).goesWith(arrays.get(array));
      cut(array, joins);
    }
  }

  private void cut(int array, boolean joins) {
    int at = joins && !blocks.isEmpty() ? length(blocks.size() - 1) : blockFloats;
    int left = arrays.get(array).length();
    for (int from = 0; left > 0; ) {
      if (at == blockFloats) {
        blocks.add(new ArrayList<>());
        at = 0;
      }
      int length = Math.min(left, blockFloats - at);
      blocks.get(blocks.size() - 1).add(new Slice(array, from, length, at));
      from += length;
      left -= length;
      at += length;
    }
  }

  /** The arrays, in their order. */
  public List<StateArray> arrays() {
    return List.copyOf(arrays);
  }

  /** Returns the array of this name that a worker reads and changes. */
  StateArray array(String name, int worker) {
    return arrays.stream()
        .filter(array -> array.isFor(worker) && array.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Puts a worker's arrays into the order of the layout, with null for those of other workers. */
  public List<float[]> ordered(Map<String, float[]> ofWorker, int worker) {
    List<float[]> ordered = new ArrayList<>();
    for (StateArray array : arrays) {
      ordered.add(array.isFor(worker) ? ofWorker.get(array.name()) : null);
    }
    return ordered;
  }

  /** The number of blocks. */
  public int blocks() {
    return blocks.size();
  }

  /** The number of blocks of the model, which come first. */
  public int modelBlocks() {
    return (int) blocks.stream().filter(slices -> arrayOf(slices).role().isModel()).count();
  }

  /** The floats of the largest block. */
  public int blockFloats() {
    return blockFloats;
  }

  /** The number of floats in all arrays. */
  public long floats() {
    return arrays.stream().mapToLong(StateArray::length).sum();
  }

  /** The slices of arrays that a block is made of. */
  public List<Slice> slices(int block) {
    return blocks.get(block);
  }

  /** The number of floats of a block. */
  public int length(int block) {
    return blocks.get(block).stream().mapToInt(Slice::length).sum();
  }

  private StateArray arrayOf(List<Slice> slices) {
    return arrays.get(slices.get(0).array());
  }

  /** Whether gradients change the content of a block. */
  boolean isTrained(int block) {
    return arrayOf(blocks.get(block)).role() == StateArray.Role.TRAINED;
  }

  /** Whether all workers read and change a block. */
  public boolean isShared(int block) {
    return arrayOf(blocks.get(block)).isShared();
  }

  /** Whether a worker reads and changes a block. */
  public boolean isFor(int block, int worker) {
    return arrayOf(blocks.get(block)).isFor(worker);
  }
}
