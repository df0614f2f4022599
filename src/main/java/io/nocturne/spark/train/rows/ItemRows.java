package io.nocturne.spark.train.rows;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Transposes training rows: for each item its users, in their order. */
public final class ItemRows {
  private ItemRows() {}

  /**
   * Turns rows of users into rows of items, in blocks; items without users have no row.
   *
   * @return rows with the item's index, the users' rows, ascending, and the weights
   */
  public static JavaRDD<TrainingRow> of(TrainingRows training) {
    int items = training.items();
    return training
        .inBlocks()
        .mapPartitionsToPair(block -> transposed(block, items))
        .repartitionAndSortWithinPartitions(new ByItem(items))
        .values()
        .mapPartitions(parts -> new JoinedParts(parts));
  }

  /** A part of each item's row, from one block of users; the key is (item, first user). */
  private static Iterator<Tuple2<Long, TrainingRow>> transposed(
      Iterator<TrainingRow> block, int items) {
    SparseRowsBuilder rows = SparseRows.builder(items);
    List<Integer> users = new ArrayList<>();
    while (block.hasNext()) {
      TrainingRow row = block.next();
      rows.add(row.items(), row.weights());
      users.add(row.row());
    }
    List<Tuple2<Long, TrainingRow>> parts = new ArrayList<>();
    if (users.isEmpty()) {
      return parts.iterator();
    }
    SparseRows byItem = rows.build().transposed();
    for (int item = 0; item < items; item++) {
      int[] of = byItem.indices(item);
      if (of.length > 0) {
        for (int k = 0; k < of.length; k++) {
          of[k] = users.get(of[k]);
        }
        long key = ((long) item << Integer.SIZE) | of[0];
        parts.add(new Tuple2<>(key, new TrainingRow(item, of, byItem.values(item))));
      }
    }
    return parts.iterator();
  }

  private static final class ByItem extends Partitioner {
    private static final long serialVersionUID = 1;

    private final BlockPartitioner blocks;

    ByItem(int items) {
      this.blocks = BlockPartitioner.of(items);
    }

    @Override
    public int numPartitions() {
      return blocks.numPartitions();
    }

    @Override
    public int getPartition(Object key) {
      return blocks.getPartition((int) ((long) key >>> Integer.SIZE));
    }
  }
}
