package io.nocturne.math;

import java.util.Arrays;

/** Collects rows one after another into {@link SparseRows}; not thread-safe. */
public final class SparseRowsBuilder {
  private final int columns;
  private int rows;
  private int entries;
  private int[] offsets = new int[17];
  private int[] indices = new int[64];
  private float[] values = new float[64];

  /** As long as {@link #offsets}; null until a row has an owner. */
  private int[] owners;

  SparseRowsBuilder(int columns) {
    this.columns = columns;
  }

  /** Appends a row in which every item has weight 1. */
  public SparseRowsBuilder add(int[] items) {
    float[] ones = new float[items.length];
    Arrays.fill(ones, 1f);
    return add(items, ones);
  }

  /**
   * Appends a row.
   *
   * @param items the columns of the entries; their order is kept
   * @param weights one weight per item
   * @throws IllegalArgumentException if the two lengths differ, or if all rows together would have
   *     too many entries for an array
   */
  public SparseRowsBuilder add(int[] items, float[] weights) {
    return add(items, weights, SparseRows.NO_OWNER);
  }

  /**
   * Appends a row that belongs to a training row.
   *
   * @param owner the training row, from 0; {@link SparseRows#NO_OWNER} for none
   * @throws IllegalArgumentException as for a row without an owner, and if the owner is invalid
   */
  public SparseRowsBuilder add(int[] items, float[] weights, int owner) {
    if (owner < SparseRows.NO_OWNER) {
      throw new IllegalArgumentException(
          "Invalid owner: " + owner + " (expected a training row, or -1 for none)");
    }
    if (weights.length != items.length) {
      throw new IllegalArgumentException(
          "Invalid number of weights: " + weights.length + " (expected " + items.length + ")");
    }
    reserve(items.length);
    System.arraycopy(items, 0, indices, entries, items.length);
    System.arraycopy(weights, 0, values, entries, items.length);
    entries += items.length;
    setOwner(owner);
    offsets[++rows] = entries;
    return this;
  }

  /** Stores the owner of the row being added; most batches have no owners and no array for them. */
  private void setOwner(int owner) {
    if (owners == null && owner != SparseRows.NO_OWNER) {
      owners = new int[offsets.length];
      Arrays.fill(owners, 0, rows, SparseRows.NO_OWNER);
    }
    if (owners != null) {
      owners[rows] = owner;
    }
  }

  /**
   * The rows added so far, as a copy: more rows can be added.
   *
   * @throws IllegalArgumentException naming the row that has an index out of range or twice, or a
   *     weight that is not finite
   */
  public SparseRows build() {
    return SparseRows.of(
        columns,
        Arrays.copyOf(offsets, rows + 1),
        Arrays.copyOf(indices, entries),
        Arrays.copyOf(values, entries),
        owners == null ? null : Arrays.copyOf(owners, rows));
  }

  private void reserve(int more) {
    if (rows + 1 == offsets.length) {
      offsets = Arrays.copyOf(offsets, grown(offsets.length, (long) rows + 2));
      owners = owners == null ? null : Arrays.copyOf(owners, offsets.length);
    }
    if ((long) entries + more > indices.length) {
      int capacity = grown(indices.length, (long) entries + more);
      indices = Arrays.copyOf(indices, capacity);
      values = Arrays.copyOf(values, capacity);
    }
  }

  private static int grown(int capacity, long needed) {
    if (needed > LongestArray.LENGTH) {
      throw new IllegalArgumentException(
          "Invalid number of entries: "
              + needed
              + " (expected at most "
              + LongestArray.LENGTH
              + ")");
    }
    return (int) Math.min(LongestArray.LENGTH, Math.max(needed, 2L * capacity));
  }
}
