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
 * The training rows in their canonical order, and their distribution to workers.
 *
 * @param rows a table with the columns row, items and weights
 * @param items the number of columns
 * @param users the number of rows
 * @param entries the number of interactions in all rows
 * @param leastWeight the smallest weight
 * @param mostWeight the largest weight
 */
public record Shards(
    Dataset<Row> rows, int items, long users, long entries, float leastWeight, float mostWeight) {

  /** Returns the users' rows. */
  public static Shards of(TrainingRows training) {
    return of(training.histories(), training.items(), training.users());
  }

  /** Returns rows numbered from 0 to {@code count - 1}; rows without entries may be missing. */
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
   * Distributes the rows to the workers round-robin: the shards differ by at most one row, and each
   * gets rows of all kinds, whatever the rows are sorted by. Within a shard they keep their order.
   */
  public JavaRDD<Shard> distribute(int workers) {
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
