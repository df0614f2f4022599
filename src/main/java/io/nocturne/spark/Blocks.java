package io.nocturne.spark;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Cuts a table into blocks of consecutive indices, one partition each, sorted within. The cut
 * depends on the number of rows only, never on cores or executors; so neither does any sum that is
 * taken block by block in block order.
 */
public final class Blocks {
  private static final int FEWEST = 256;
  private static final int MOST = 16_384;
  private static final int WANTED_BLOCKS = 32;

  private Blocks() {}

  /** The number of indices per block: a table of medium size is cut into 32 blocks. */
  public static int size(long rows) {
    return (int) Math.max(FEWEST, Math.min(MOST, (rows + WANTED_BLOCKS - 1) / WANTED_BLOCKS));
  }

  /**
   * Returns the table in blocks of the default size.
   *
   * @param index the column of dense indices, 0 to {@code rows - 1}
   * @param thenBy how rows of one index are sorted
   */
  public static Dataset<Row> of(Dataset<Row> table, String index, long rows, String... thenBy) {
    return of(table, index, rows, size(rows), thenBy);
  }

  /** Returns the table in blocks of a given size. */
  public static Dataset<Row> of(
      Dataset<Row> table, String index, long rows, int blockSize, String... thenBy) {
    int blocks = (int) Math.max(1, (rows + blockSize - 1) / blockSize);
    List<Column> order = new ArrayList<>(List.of(col(index)));
    for (String column : thenBy) {
      order.add(col(column));
    }
    // the partition id is taken as it is, without hashing
    Column block = col(index).divide(blockSize).cast("int");
    return table.repartitionById(blocks, block).sortWithinPartitions(order.toArray(Column[]::new));
  }
}
