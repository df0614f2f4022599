package io.nocturne.spark.serve;

import io.nocturne.math.LongestArray;
import io.nocturne.model.CodeDirections;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.TableStore;

/** The item codes of a run, read to the driver. */
public final class ItemCodes {
  private ItemCodes() {}

  /**
   * Reads the directions of the codes, in the order of {@code item_index}.
   *
   * @throws UnusableDataException if a code has a number that is not finite, or the codes are more
   *     numbers than an array can hold
   */
  public static CodeDirections read(TableStore tables) {
    int count = Math.toIntExact(tables.info("item_codes").rows());
    Collected codes = new Collected(count);
    tables.rows("item_codes", "code").forEach(row -> codes.add((float[]) row[0]));
    try {
      return CodeDirections.of(count, codes.width, codes.numbers);
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException(
          "Cannot compare the item codes in %s: %s. Train a model whose codes are numbers, or set materialize.index to exact"
              .formatted(tables.folder(), e.getMessage()),
          e);
    }
  }

  /** The codes one after another; their width is known with the first one. */
  private static final class Collected {
    private final int count;
    private float[] numbers = new float[0];
    private int width = 1;
    private int size;

    Collected(int count) {
      this.count = count;
    }

    void add(float[] code) {
      if (size == 0) {
        width = code.length;
        numbers = new float[length(count, width)];
      }
      System.arraycopy(code, 0, numbers, size, width);
      size += width;
    }
  }

  private static int length(int count, int width) {
    long length = (long) count * width;
    if (length > LongestArray.LENGTH) {
      throw new UnusableDataException(
          "Cannot index %,d item codes of width %d: they are %,d numbers (expected at most %,d). Set materialize.index to exact"
              .formatted(count, width, length, LongestArray.LENGTH));
    }
    return (int) length;
  }
}
