package io.nocturne.model.index;

import io.nocturne.model.CodeDirections;
import java.util.Arrays;

/**
 * The distinct ones among the directions of codes, numbered in the order of their first items. A
 * graph of many equal codes falls apart: each would be linked to others at distance 0 only.
 */
final class DistinctCodes {
  private final CodeDirections directions;

  /** The first item of each distinct direction, [distinct]. */
  private final int[] first;

  /** The next item with an equal direction, or -1, [items]: ascending. */
  private final int[] next;

  private int size;

  DistinctCodes(CodeDirections directions) {
    this.directions = directions;
    int count = directions.count();
    int[] table = new int[Integer.highestOneBit(Math.max(1, Math.min(count, 1 << 28))) << 2];
    int[] last = new int[count];
    Arrays.fill(table, -1);
    this.next = new int[count];
    Arrays.fill(next, -1);
    int[] found = new int[count];
    for (int item = 0; item < count; item++) {
      int at = hash(item) & (table.length - 1);
      while (table[at] >= 0 && !areEqual(found[table[at]], item)) {
        at = (at + 1) & (table.length - 1);
      }
      if (table[at] < 0) {
        table[at] = size;
        found[size++] = item;
      } else {
        next[last[table[at]]] = item;
      }
      last[table[at]] = item;
    }
    this.first = Arrays.copyOf(found, size);
  }

  /** The number of distinct directions. */
  int size() {
    return size;
  }

  /** The first item of a distinct direction. */
  int first(int number) {
    return first[number];
  }

  /** The next item with the same direction, or -1. */
  int next(int item) {
    return next[item];
  }

  private int hash(int item) {
    float[] values = directions.values();
    int hash = 0;
    for (int k = item * directions.width(); k < (item + 1) * directions.width(); k++) {
      hash = 31 * hash + Float.floatToIntBits(values[k]);
    }
    hash *= 0x9e3779b9;
    return hash ^ hash >>> 16;
  }

  private boolean areEqual(int item, int other) {
    int width = directions.width();
    float[] values = directions.values();
    return Arrays.equals(
        values, item * width, (item + 1) * width, values, other * width, (other + 1) * width);
  }
}
