package io.nocturne.nn.parameter;

import io.nocturne.math.LongestArray;
import java.io.Serializable;
import java.util.Locale;

/**
 * The name and the size of a block of parameters, such as {@code encoder.weights [items x 600]}.
 *
 * @param name unique within a model: lower case, parts separated by dots
 * @param kind what its numbers are
 * @param rowsOf what each row belongs to
 * @param rows how many rows it has, 0 or more
 * @param width how many numbers a row has, 1 or more
 */
public record BlockShape(String name, BlockKind kind, RowsOf rowsOf, int rows, int width)
    implements Serializable {
  /** Checks that the sizes are in range. */
  public BlockShape {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("Invalid name of a block: none");
    }
    if (rows < 0 || width < 1) {
      throw new IllegalArgumentException(
          "Invalid size of block %s: %d x %d (expected 0 or more rows, a width of 1 or more)"
              .formatted(name, rows, width));
    }
  }

  /** Weights [rows x width]. */
  public static BlockShape weights(String name, RowsOf rowsOf, int rows, int width) {
    return new BlockShape(name, BlockKind.WEIGHTS, rowsOf, rows, width);
  }

  /** One bias for each row, [rows]. */
  public static BlockShape biases(String name, RowsOf rowsOf, int rows) {
    return new BlockShape(name, BlockKind.BIASES, rowsOf, rows, 1);
  }

  /** One row of biases or gains, one for each unit. */
  public static BlockShape biases(String name, int units) {
    return new BlockShape(name, BlockKind.BIASES, RowsOf.NONE, 1, units);
  }

  /** Floats [rows x width] that are computed from other blocks. */
  public static BlockShape derived(String name, RowsOf rowsOf, int rows, int width) {
    return new BlockShape(name, BlockKind.DERIVED, rowsOf, rows, width);
  }

  /** Integers, [count]. */
  public static BlockShape integers(String name, int count) {
    return new BlockShape(name, BlockKind.INTEGERS, RowsOf.NONE, count, 1);
  }

  /** The number of floats or integers in it. */
  public long size() {
    return (long) rows * width;
  }

  /**
   * The length of one array of all its numbers.
   *
   * @throws IllegalArgumentException if there is no such array
   */
  public int length() {
    if (size() > LongestArray.LENGTH) {
      throw new IllegalArgumentException(
          "Invalid network: %s has %,d numbers (expected at most %,d, the longest array). Lower the widths, or leave rare items out"
              .formatted(this, size(), LongestArray.LENGTH));
    }
    return (int) size();
  }

  /** Whether each row belongs to an item or a user, so that a step may change some rows only. */
  public boolean hasOwnedRows() {
    return rowsOf != RowsOf.NONE;
  }

  /** The same block under a longer name. */
  public BlockShape within(String prefix) {
    return new BlockShape(prefix + "." + name, kind, rowsOf, rows, width);
  }

  /** A copy of the block, which no gradient changes, under a longer name. */
  public BlockShape copiedTo(String prefix) {
    return new BlockShape(prefix + "." + name, BlockKind.DERIVED, rowsOf, rows, width);
  }

  @Override
  public String toString() {
    boolean isOneRow = rows == 1 && !hasOwnedRows();
    String of = hasOwnedRows() ? "%,d %s".formatted(rows, label(rowsOf)) : "%,d".formatted(rows);
    String size =
        isOneRow ? "%,d".formatted(width) : width == 1 ? of : of + " x %,d".formatted(width);
    return name + " [" + size + "]";
  }

  private static String label(RowsOf rowsOf) {
    return rowsOf.name().toLowerCase(Locale.ROOT);
  }
}
