package io.nocturne.spark.train;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.spark.Blocks;
import io.nocturne.spark.Rows;
import io.nocturne.spark.store.TableStore;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/**
 * The training rows, to be dealt to workers in their canonical order.
 *
 * @param items how many columns they have
 * @param users how many there are
 * @param entries how many interactions they have together
 */
record Shards(TableStore tables, int items, long users, long entries) {

  static Shards of(TableStore tables) {
    long entries =
        tables.read("training").selectExpr("sum(size(items))").collectAsList().stream()
            .mapToLong(row -> row.isNullAt(0) ? 0 : row.getLong(0))
            .sum();
    return new Shards(tables, Training.items(tables), tables.info("training").rows(), entries);
  }

  /** One shard for each worker: consecutive rows, nearly as many for each. */
  JavaRDD<SparseRows> deal(int workers) {
    int perWorker = Math.toIntExact(Math.max(1, (users + workers - 1) / workers));
    int columns = items;
    return Blocks.of(tables.read("training"), "row", users, perWorker)
        .javaRDD()
        .mapPartitions(rows -> shard(rows, columns));
  }

  private static Iterator<SparseRows> shard(Iterator<Row> rows, int columns) {
    SparseRowsBuilder shard = SparseRows.builder(columns);
    while (rows.hasNext()) {
      Row row = rows.next();
      shard.add(Rows.ints(row, "items"), Rows.floats(row, "weights"));
    }
    return List.of(shard.build()).iterator();
  }
}
