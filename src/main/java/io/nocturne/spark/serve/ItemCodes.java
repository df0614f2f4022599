package io.nocturne.spark.serve;

import io.nocturne.math.LongestArray;
import io.nocturne.model.CodeDirections;
import io.nocturne.spark.Rows;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.TableStore;
import java.util.Iterator;
import org.apache.spark.sql.Row;

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
    int count = Math.toIntExact(tables.info("items").rows());
    Iterator<Row> rows =
        tables
            .read("item_codes")
            .join(tables.read("items").select("item_id", "item_index"), "item_id")
            .select("item_index", "code")
            .toLocalIterator();
    float[] codes = new float[0];
    int width = 1;
    while (rows.hasNext()) {
      Row row = rows.next();
      float[] code = Rows.floats(row, "code");
      if (codes.length == 0) {
        width = code.length;
        codes = new float[length(count, width)];
      }
      System.arraycopy(code, 0, codes, row.getInt(0) * width, width);
    }
    try {
      return CodeDirections.of(count, width, codes);
    } catch (IllegalArgumentException e) {
      throw new UnusableDataException(
          "Cannot compare the item codes in %s: %s. Train a model whose codes are numbers, or set materialize.index to exact"
              .formatted(tables.folder(), e.getMessage()),
          e);
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
