package io.nocturne.spark.prepare;

import static org.apache.spark.sql.functions.lit;

import io.nocturne.spark.log.TitleLog;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.id.IdColumn;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A file of item titles.
 *
 * @param source the location of the file; an empty path for none
 * @param item the column of item ids
 * @param title the column of titles
 * @param maxBadShare the largest share of its rows that may be bad
 */
public record Titles(LogSource source, String item, String title, double maxBadShare) {

  /** Whether there is a file. */
  boolean isGiven() {
    return !source.path().isEmpty();
  }

  /**
   * Adds a column {@code title} to a table of items, null where an item has none.
   *
   * @param items with the column {@code item_id}
   * @param ids what the ids of items are
   */
  Dataset<Row> join(Dataset<Row> items, IdColumn ids, Consumer<String> progress) {
    SparkSession spark = items.sparkSession();
    LogFiles files =
        isGiven() ? LogFiles.findAny(source, spark.sparkContext().hadoopConfiguration()) : null;
    if (files == null || files.bytes() == 0) {
      if (files != null) {
        progress.accept("the titles %s are empty".formatted(source.path()));
      }
      return items.withColumn("title", lit(null).cast("string"));
    }
    TitleLog log = new TitleLog(spark, source, item, title, ids, files);
    log.notices().forEach(progress);
    log.survey()
        .check("the titles " + source.path(), source.section(), maxBadShare)
        .ifPresent(found -> progress.accept(found + ". Their items have no title"));
    return items.join(log.rows(), new String[] {"item_id"}, "left");
  }
}
