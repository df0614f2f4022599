package io.nocturne.spark.prepare;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.InteractionLog;
import io.nocturne.spark.log.LogFiles;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.LoggedColumns;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.storage.StorageLevel;

/**
 * The log and, with a given split, its held-out files: read once, kept while the preparation runs.
 */
final class Logs implements AutoCloseable {
  private final Map<Part, InteractionLog> logs = new EnumMap<>(Part.class);
  private final Dataset<Row> all;

  /** Reads the log and the files of the split, all with the same id types. */
  Logs(SparkSession spark, LogSettings settings, LogFiles files, SplitSettings split) {
    InteractionLog log = InteractionLog.read(spark, settings, files);
    logs.put(Part.LOG, log);
    if (split.kind() == SplitKind.GIVEN) {
      readGiven(spark, log.settings(), split.given());
    }
    Dataset<Row> union = null;
    for (Map.Entry<Part, InteractionLog> part : logs.entrySet()) {
      Dataset<Row> rows = part.getValue().rows().withColumn("part", lit(part.getKey().ordinal()));
      union = union == null ? rows : union.unionByName(rows);
    }
    all = union.persist(StorageLevel.MEMORY_AND_DISK());
  }

  private void readGiven(SparkSession spark, LogSettings settings, GivenSplit given) {
    for (Part part : Part.values()) {
      Optional<String> file = given.file(part);
      if (file.isPresent()) {
        LogSettings ofPart = settings.withPath(file.get());
        LogFiles files = LogFiles.find(ofPart.source(), spark.sparkContext().hadoopConfiguration());
        logs.put(part, InteractionLog.read(spark, ofPart, files));
      }
    }
    if (!logs.containsKey(Part.TEST_HELD_OUT)) {
      throw new UnusableDataException(
          "Cannot split as given: split.given.test-held-out is empty (expected a file of held-out interactions)");
    }
  }

  /** All rows, good and bad, with the ordinal of their {@code part}. */
  Dataset<Row> all() {
    return all;
  }

  /**
   * The good rows: {@code user}, {@code item}, {@code part}, {@code rating}, {@code time} (the
   * order where there is no time, 0 where there is neither), {@code order} (may be null).
   */
  Dataset<Row> good() {
    return all.filter(col("reason").isNull())
        .select(
            col("user"),
            col("item"),
            col("part"),
            col("rating"),
            coalesce(col("time"), col("order"), lit(0L)).as("time"),
            col("order"));
  }

  /** The bad rows: {@code source}, {@code row}, {@code reason}. */
  Dataset<Row> bad() {
    return all.filter(col("reason").isNotNull()).select("source", "row", "reason");
  }

  LoggedColumns columns() {
    return logs.get(Part.LOG).columns();
  }

  DataType userId() {
    return logs.get(Part.LOG).settings().userIds().dataType();
  }

  DataType itemId() {
    return logs.get(Part.LOG).settings().itemIds().dataType();
  }

  @Override
  public void close() {
    all.unpersist();
  }
}
