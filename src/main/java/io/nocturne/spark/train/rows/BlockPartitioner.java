package io.nocturne.spark.train.rows;

import io.nocturne.spark.Blocks;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Shuffles rows into blocks of consecutive numbers, one partition each, sorted within. */
final class BlockPartitioner extends Partitioner {
  private static final long serialVersionUID = 1;

  private final int blocks;
  private final int size;

  private BlockPartitioner(int rows) {
    this.size = Blocks.size(rows);
    this.blocks = Math.max(1, (rows + size - 1) / size);
  }

  /**
   * Returns the rows in blocks that do not depend on the cluster.
   *
   * @param count the number of rows, which are numbered from 0 to {@code count - 1}
   */
  static JavaRDD<TrainingRow> of(JavaRDD<TrainingRow> rows, int count) {
    return rows.mapToPair(row -> new Tuple2<>(row.row(), row))
        .repartitionAndSortWithinPartitions(new BlockPartitioner(count))
        .values();
  }

  /** The blocks of so many rows. */
  static BlockPartitioner of(int count) {
    return new BlockPartitioner(count);
  }

  @Override
  public int numPartitions() {
    return blocks;
  }

  @Override
  public int getPartition(Object row) {
    return (int) row / size;
  }
}
