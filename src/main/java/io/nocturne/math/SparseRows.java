package io.nocturne.math;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;

/**
 * An immutable batch of sparse rows, {@code [rows x columns]}, in compressed form (CSR).
 *
 * <p>The entries of row {@code r} are those from {@code start(r)} (inclusive) to {@code end(r)}
 * (exclusive). They keep the order in which they were added, which is chronological: sequence
 * models need it, others ignore it. Within a row every index occurs once. A row may belong to a
 * training row ({@link #owner}), for models that have parameters per training row. (Not a record,
 * because Spark's Kryo cannot serialize records.)
 */
public final class SparseRows implements Serializable {
  /** The owner of a row that belongs to no training row or to an unknown one. */
  public static final int NO_OWNER = -1;

  private static final long serialVersionUID = 1L;

  private final int columns;
  private final int[] offsets;
  private final int[] indices;
  private final float[] values;

  /** [rows]; null where no row has an owner. */
  private final int[] owners;

  private SparseRows(int columns, int[] offsets, int[] indices, float[] values, int[] owners) {
    this.columns = columns;
    this.offsets = offsets;
    this.indices = indices;
    this.values = values;
    this.owners = owners;
  }

  /**
   * Wraps arrays in CSR form. The arrays are not copied: the caller must not change them
   * afterwards.
   *
   * @param columns number of columns, 0 or more
   * @param offsets {@code [rows + 1]}, from 0 up to the number of entries, never decreasing
   * @param indices {@code [entries]}, the column of each entry, distinct within a row
   * @param values {@code [entries]}, the finite weight of each entry
   * @throws IllegalArgumentException naming the row, if any of this does not hold
   */
  public static SparseRows of(int columns, int[] offsets, int[] indices, float[] values) {
    return of(columns, offsets, indices, values, null);
  }

  /**
   * Sparse rows, each of which may belong to a training row, its owner.
   *
   * @param owners {@code [rows]}, each a training row or {@link #NO_OWNER}; null for none
   */
  static SparseRows of(int columns, int[] offsets, int[] indices, float[] values, int[] owners) {
    if (columns < 0) {
      throw invalid("Invalid number of columns: %d (expected 0 or more)", columns);
    }
    if (values.length != indices.length) {
      throw invalid("Invalid number of values: %d (expected %d)", values.length, indices.length);
    }
    checkOffsets(offsets, indices.length);
    checkEntries(columns, offsets, indices, values);
    return new SparseRows(columns, offsets, indices, values, owners);
  }

  /** Starts an empty batch over {@code columns} columns, to be filled row by row. */
  public static SparseRowsBuilder builder(int columns) {
    return new SparseRowsBuilder(columns);
  }

  /** Number of rows. */
  public int rows() {
    return offsets.length - 1;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** Number of entries of all rows. */
  public int nonZeros() {
    return indices.length;
  }

  /** Position of the first entry of {@code row}, for {@link #index} and {@link #value}. */
  public int start(int row) {
    return offsets[row];
  }

  /** Position after the last entry of {@code row}. */
  public int end(int row) {
    return offsets[row + 1];
  }

  /** Column of the entry at position {@code k}. */
  public int index(int k) {
    return indices[k];
  }

  /** Weight of the entry at position {@code k}. */
  public float value(int k) {
    return values[k];
  }

  /** Columns of the entries of {@code row}, as a new array. */
  public int[] indices(int row) {
    return Arrays.copyOfRange(indices, start(row), end(row));
  }

  /** Weights of the entries of {@code row}, as a new array. */
  public float[] values(int row) {
    return Arrays.copyOfRange(values, start(row), end(row));
  }

  /** The same entries with rows and columns swapped, [columns x rows]; without owners. */
  public SparseRows transposed() {
    int[] from = new int[columns + 1];
    for (int index : indices) {
      from[index + 1]++;
    }
    Arrays.parallelPrefix(from, Integer::sum);
    int[] next = from.clone();
    int[] rowOf = new int[indices.length];
    float[] valueOf = new float[indices.length];
    for (int row = 0; row < rows(); row++) {
      for (int k = start(row); k < end(row); k++) {
        int to = next[indices[k]]++;
        rowOf[to] = row;
        valueOf[to] = values[k];
      }
    }
    return new SparseRows(rows(), from, rowOf, valueOf, null);
  }

  /**
   * The training row that {@code row} belongs to, counted from 0 over all training data; {@link
   * #NO_OWNER} if there is none or it is unknown.
   */
  public int owner(int row) {
    return owners == null ? NO_OWNER : owners[row];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseRows that
        && columns == that.columns
        && Arrays.equals(offsets, that.offsets)
        && Arrays.equals(indices, that.indices)
        && Arrays.equals(values, that.values)
        && Arrays.equals(owners, that.owners);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(indices);
  }

  private static void checkOffsets(int[] offsets, int entries) {
    if (offsets.length == 0) {
      throw invalid("Invalid number of offsets: 0 (expected 1 or more)");
    }
    if (offsets[0] != 0) {
      throw invalid("Invalid first offset: %d (expected 0)", offsets[0]);
    }
    int end = 0;
    for (int r = 1; r < offsets.length; r++) {
      if (offsets[r] < end) {
        throw invalid("Invalid end of row %d: %d (expected %d or more)", r - 1, offsets[r], end);
      }
      end = offsets[r];
    }
    if (end != entries) {
      throw invalid("Invalid last offset: %d (expected %d)", end, entries);
    }
  }

  private static void checkEntries(int columns, int[] offsets, int[] indices, float[] values) {
    BitSet seen = new BitSet(columns);
    for (int r = 0; r + 1 < offsets.length; r++) {
      for (int k = offsets[r]; k < offsets[r + 1]; k++) {
        int index = indices[k];
        if (index < 0 || index >= columns) {
          throw invalid("Invalid index in row %d: %d (expected 0 to %d)", r, index, columns - 1);
        }
        if (seen.get(index)) {
          throw invalid("Invalid index in row %d: %d (occurs twice)", r, index);
        }
        if (!Float.isFinite(values[k])) {
          throw invalid("Invalid value in row %d: %s (expected finite)", r, values[k]);
        }
        seen.set(index);
      }
      // Clears only the bits of this row; clearing the whole set would take time for all columns.
      for (int k = offsets[r]; k < offsets[r + 1]; k++) {
        seen.clear(indices[k]);
      }
    }
  }

  private static IllegalArgumentException invalid(String message, Object... arguments) {
    return new IllegalArgumentException(String.format(message, arguments));
  }
}
