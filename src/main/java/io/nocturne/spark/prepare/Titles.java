package io.nocturne.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

import io.nocturne.model.NearestName;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.LogFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * A file of item titles.
 *
 * @param path empty for none
 * @param format empty: by the file's ending
 * @param item the column of item ids
 * @param title the column of titles
 */
public record Titles(
    String path,
    Optional<LogFormat> format,
    String delimiter,
    boolean header,
    String item,
    String title) {

  /** {@code item_id} and {@code title}, one row an item; empty when there is no file. */
  Dataset<Row> read(SparkSession spark, DataType itemId) {
    if (path.isEmpty()) {
      return spark
          .emptyDataFrame()
          .withColumn("item_id", org.apache.spark.sql.functions.lit(null).cast(itemId))
          .withColumn("title", org.apache.spark.sql.functions.lit(null).cast("string"));
    }
    Dataset<Row> rows = readFile(spark);
    for (String column : List.of(item, title)) {
      if (!Arrays.asList(rows.columns()).contains(column)) {
        throw new UnusableDataException(
            "Column not found: %s in the titles %s, which has %s; did you mean %s? Set titles.item and titles.title"
                .formatted(
                    column,
                    path,
                    List.of(rows.columns()),
                    NearestName.of(column, List.of(rows.columns()))));
      }
    }
    // an item with several titles keeps one, always the same
    return rows.select(
            col("`" + item + "`").try_cast(itemId).as("item_id"),
            col("`" + title + "`").cast(DataTypes.StringType).as("title"))
        .filter(col("item_id").isNotNull())
        .groupBy("item_id")
        .agg(min("title").as("title"));
  }

  private Dataset<Row> readFile(SparkSession spark) {
    try {
      return switch (format.orElseGet(() -> LogFormat.ofFile(new Path(path).getName()))) {
        case CSV ->
            spark
                .read()
                .option("sep", delimiter)
                .option("header", header)
                .option("escape", "\"")
                .csv(path);
        case MOVIELENS -> // item::title::genres
            spark
                .read()
                .option("sep", "::")
                .csv(path)
                .withColumnRenamed("_c0", item)
                .withColumnRenamed("_c1", title);
        case JSON -> spark.read().json(path);
        case PARQUET -> spark.read().parquet(path);
      };
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw new UnusableDataException("Titles not found: " + path + ". Check titles.path", e);
      }
      throw e;
    }
  }
}
