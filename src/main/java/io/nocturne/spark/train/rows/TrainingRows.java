package io.nocturne.spark.train.rows;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.nocturne.spark.Blocks;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.store.TableStore;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The histories that a model is trained on, one row for each training user.
 *
 * @param inBlocks the rows in blocks that do not depend on the cluster. They are numbered from 0 to
 *     {@code users - 1}: the order in which sums are taken and random numbers drawn. Items are 0 to
 *     {@code items - 1}, distinct, the oldest first
 * @param items the number of items
 * @param users the number of rows
 */
public record TrainingRows(JavaRDD<TrainingRow> inBlocks, int items, int users) {
  private static final String NO_ARRAYS =
      "items is null or weights is null or size(items) != size(weights)"
          + " or exists(items, i -> i is null)"
          + " or exists(weights, w -> w is null or isnan(w) or abs(w) = float('Infinity'))";

  /**
   * Checks the rows of a Dataset and cuts them into blocks, which is one shuffle.
   *
   * @param histories a table with the columns {@code row} (int), {@code items} (array of int) and
   *     {@code weights} (array of float, as long), or of types that can be cast to these; without
   *     {@code weights} every item weighs 1
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
    int users = Math.toIntExact(found.getLong(0));
    return new TrainingRows(
        BlockPartitioner.of(rows.javaRDD().map(TrainingRow::of), users), items, users);
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
    int users = Math.toIntExact(tables.info("training").rows());
    return new TrainingRows(
        tables
            .rows("training", TrainingRow.COLUMNS)
            .inBlocks("row", Blocks.size(users))
            .map(TrainingRow::of),
        Math.toIntExact(tables.info("items").rows()),
        users);
  }
}
