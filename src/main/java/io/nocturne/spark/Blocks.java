package io.nocturne.spark;

import static org.apache.spark.sql.functions.col;

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
   * Returns the table in blocks.
   *
   * @param index the column of distinct indices, 0 to {@code rows - 1}
   */
  public static Dataset<Row> of(Dataset<Row> table, String index, long rows) {
    int size = size(rows);
    int blocks = (int) Math.max(1, (rows + size - 1) / size);
    // the partition id is taken as it is, without hashing
    Column block = col(index).divide(size).cast("int");
    return table.repartitionById(blocks, block).sortWithinPartitions(index);
  }
}
