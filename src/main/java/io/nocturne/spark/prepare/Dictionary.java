package io.nocturne.spark.prepare;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Numbers distinct ids from 0 in their own order: integers by value, text by its UTF-8 bytes. */
final class Dictionary {
  private Dictionary() {}

  /**
   * Returns a table of each distinct value of {@code column} with its index, in the order of the
   * indices.
   *
   * @param index the name of the column of indices (int)
   */
  static Dataset<Row> of(Dataset<Row> rows, String column, String index) {
    Dataset<Row> sorted = rows.select(column).distinct().orderBy(col(column));
    StructType schema = sorted.schema().add(index, DataTypes.IntegerType, false);
    JavaRDD<Row> numbered =
        sorted
            .javaRDD()
            .zipWithIndex()
            .map(pair -> RowFactory.create(pair._1().get(0), Math.toIntExact(pair._2())));
    return rows.sparkSession().createDataFrame(numbered, schema);
  }
}
