package io.nocturne.nn.batch;

import java.util.Arrays;

/** The targets of a batch as they come: position by position. The arrays are used again. */
public final class TargetList {
  private int size;
  private int[] positions = new int[0];
  private int[] items = new int[0];
  private float[] weights = new float[0];

  void clear() {
    size = 0;
  }

  /** Adds a target: a position is to predict an item with a weight. */
  public void add(int position, int item, float weight) {
    reserve(1);
    positions[size] = position;
    items[size] = item;
    weights[size++] = weight;
  }

  /** Makes room for this many more targets. */
  void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (items.length < needed) {
      positions = Arrays.copyOf(positions, Batch.roomFor(needed));
      items = Arrays.copyOf(items, positions.length);
      weights = Arrays.copyOf(weights, positions.length);
    }
  }

  int size() {
    return size;
  }

  int position(int target) {
    return positions[target];
  }

  int item(int target) {
    return items[target];
  }

  float weight(int target) {
    return weights[target];
  }
}
