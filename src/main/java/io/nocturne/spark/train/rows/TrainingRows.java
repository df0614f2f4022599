package io.nocturne.spark.train.rows;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.nocturne.spark.Blocks;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.TableStore;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The histories that a model is trained on, one row for each training user. Training reads them
 * several times: persist what is expensive to compute.
 *
 * @param histories a table with the columns {@code row} (int, 0 to {@code users - 1}, each once:
 *     the order in which sums are taken and random numbers drawn), {@code items} (array of int, 0
 *     to {@code items - 1}, distinct, the oldest first) and {@code weights} (array of float, as
 *     long)
 * @param items the number of items
 * @param users the number of rows
 */
public record TrainingRows(Dataset<Row> histories, int items, int users) {
  private static final String NO_ARRAYS =
      "items is null or weights is null or size(items) != size(weights)"
          + " or exists(items, i -> i is null)"
          + " or exists(weights, w -> w is null or isnan(w) or abs(w) = float('Infinity'))";

  /**
   * Checks and wraps the rows of a Dataset.
   *
   * @param histories a table with the columns of a {@link TrainingRows}, or in types that can be
   *     cast to theirs; without {@code weights} every item weighs 1
   * @param items the number of items
   * @throws UnusableDataException if a row is invalid; the message says what is wrong
   */
  public static TrainingRows of(Dataset<Row> histories, int items) {
    boolean weighted = Arrays.asList(histories.columns()).contains("weights");
    Column weights =
        weighted ? col("weights").cast("array<float>") : expr("transform(items, i -> float(1))");
    Dataset<Row> rows =
        histories.select(
            col("row").cast("int").as("row"),
            col("items").cast("array<int>").as("items"),
            weights.as("weights"));
    Row found =
        rows.selectExpr(
                "count(*)",
                "count(distinct row)",
                "min(row)",
                "max(row)",
                "min(array_min(items))",
                "max(array_max(items))",
                "count_if(size(items) > size(array_distinct(items)))",
                "count_if(" + NO_ARRAYS + ")")
            .head();
    require(found, items);
    return new TrainingRows(rows, items, Math.toIntExact(found.getLong(0)));
  }

  private static void require(Row found, int items) {
    long rows = found.getLong(0);
    if (rows == 0) {
      throw new UnusableDataException("Invalid training rows: none (expected 1 or more)");
    }
    if (found.getLong(1) != rows || found.getInt(2) != 0 || found.getInt(3) != rows - 1) {
      throw new UnusableDataException(
          "Invalid column row: %d numbers from %s to %s in %d rows (expected 0 to %d, each once)"
              .formatted(found.getLong(1), found.get(2), found.get(3), rows, rows - 1));
    }
    if (found.getLong(7) > 0) {
      throw new UnusableDataException(
          "Invalid columns items and weights in %d row(s) (expected arrays of one length, without nulls, weights finite)"
              .formatted(found.getLong(7)));
    }
    if (!found.isNullAt(4) && (found.getInt(4) < 0 || found.getInt(5) >= items)) {
      throw new UnusableDataException(
          "Invalid column items: %d to %d (expected 0 to %d)"
              .formatted(found.getInt(4), found.getInt(5), items - 1));
    }
    if (found.getLong(6) > 0) {
      throw new UnusableDataException(
          "Invalid column items: an item twice in %d row(s) (expected distinct items)"
              .formatted(found.getLong(6)));
    }
  }

  /** Reads the rows of the prepared table training. */
  public static TrainingRows of(TableStore tables) {
    return new TrainingRows(
        tables.read("training"),
        Math.toIntExact(tables.info("items").rows()),
        Math.toIntExact(tables.info("training").rows()));
  }

  /** Returns the histories in blocks that do not depend on the cluster. */
  public Dataset<Row> inBlocks() {
    return Blocks.of(histories, "row", users);
  }
}
