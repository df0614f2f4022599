package io.nocturne.spark.train.rows;

import static org.apache.spark.sql.functions.col;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.spark.Rows;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The training rows, to be dealt to workers in their canonical order.
 *
 * @param rows in the columns row, items and weights
 * @param items how many columns they have
 * @param users how many there are
 * @param entries how many interactions they have together
 * @param leastWeight the smallest weight of any
 * @param mostWeight the largest
 */
public record Shards(
    Dataset<Row> rows, int items, long users, long entries, float leastWeight, float mostWeight) {

  /** The users' rows. */
  public static Shards of(TrainingRows training) {
    return of(training.histories(), training.items(), training.users());
  }

  /** So many rows, numbered from 0 on; those without entries may be missing. */
  public static Shards of(Dataset<Row> rows, int columns, long count) {
    Row sums =
        rows.selectExpr("sum(size(items))", "min(array_min(weights))", "max(array_max(weights))")
            .collectAsList()
            .get(0);
    return new Shards(
        rows,
        columns,
        count,
        sums.isNullAt(0) ? 0 : sums.getLong(0),
        sums.isNullAt(1) ? 0 : sums.getFloat(1),
        sums.isNullAt(2) ? 0 : sums.getFloat(2));
  }

  /**
   * Deals the rows to the workers in turn, as cards are dealt: each gets nearly as many, and of all
   * kinds, whatever the rows are sorted by. Within a shard they keep their order.
   */
  public JavaRDD<Shard> deal(int workers) {
    int columns = items;
    Column worker = col("row").mod(workers).cast("int");
    return rows.repartitionById(workers, worker)
        .sortWithinPartitions("row")
        .javaRDD()
        .mapPartitionsWithIndex((number, rows) -> shard(number, rows, columns), true);
  }

  public JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
  }

  private static Iterator<Shard> shard(int number, Iterator<Row> rows, int columns) {
    SparseRowsBuilder shard = SparseRows.builder(columns);
    while (rows.hasNext()) {
      Row row = rows.next();
      shard.add(Rows.ints(row, "items"), Rows.floats(row, "weights"));
    }
    return List.of(new Shard(number, shard.build())).iterator();
  }
}
