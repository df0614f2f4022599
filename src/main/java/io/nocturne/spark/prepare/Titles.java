package io.nocturne.spark.prepare;

import io.nocturne.spark.log.TitleLog;
import io.nocturne.spark.log.file.LogFiles;
import io.nocturne.spark.log.file.LogSource;
import io.nocturne.spark.log.id.IdColumn;
import io.nocturne.spark.prepare.shuffle.ItemNumbers;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.broadcast.Broadcast;
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
   * Reads the titles of the items of a log, by their numbers.
   *
   * @param ids what the ids of items are
   */
  Map<Integer, String> read(
      SparkSession spark, Broadcast<ItemNumbers> items, IdColumn ids, Consumer<String> progress) {
    if (!isGiven()) {
      return Map.of();
    }
    LogFiles files = LogFiles.findAny(source, spark.sparkContext().hadoopConfiguration());
    if (files.bytes() == 0) {
      progress.accept("the titles %s are empty".formatted(source.path()));
      return Map.of();
    }
    TitleLog log = new TitleLog(spark, source, item, title, ids, files);
    log.notices().forEach(progress);
    log.survey()
        .check("the titles " + source.path(), source.section(), maxBadShare)
        .ifPresent(found -> progress.accept(found + ". Their items have no title"));
    return log.titles(id -> items.value().of(id));
  }
}
