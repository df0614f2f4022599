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
 * @param leastWeight the smallest weight of any
 */
record Shards(TableStore tables, int items, long users, long entries, float leastWeight) {

  static Shards of(TableStore tables) {
    Row sums =
        tables
            .read("training")
            .selectExpr("sum(size(items))", "min(array_min(weights))")
            .collectAsList()
            .get(0);
    return new Shards(
        tables,
        Training.items(tables),
        tables.info("training").rows(),
        sums.isNullAt(0) ? 0 : sums.getLong(0),
        sums.isNullAt(1) ? 0 : sums.getFloat(1));
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
