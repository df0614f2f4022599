package io.nocturne.spark.prepare;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.log.IdColumns;
import io.nocturne.spark.log.InteractionLog;
import io.nocturne.spark.log.LogSettings;
import io.nocturne.spark.log.LogSurvey;
import io.nocturne.spark.log.PresentColumns;
import io.nocturne.spark.log.file.LogFiles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.storage.StorageLevel;

/**
 * The log and, with a given split, its held-out files. They are read twice: once to decide the
 * types of ids, and once into rows that are kept while the preparation runs.
 */
final class Logs implements AutoCloseable {
  private final Map<Part, InteractionLog> logs = new EnumMap<>(Part.class);
  private final LogSurvey survey;
  private final Dataset<Row> all;

  /**
   * Reads the log and the files of the split, all with the same id types.
   *
   * @param progress receives messages about the columns that are read
   */
  Logs(
      SparkSession spark,
      LogSettings settings,
      LogFiles files,
      SplitSettings split,
      Consumer<String> progress) {
    logs.put(Part.LOG, InteractionLog.open(spark, settings, files));
    if (split.kind() == SplitKind.GIVEN) {
      openGiven(spark, settings, split.given());
    }
    logs.forEach((part, log) -> ColumnMessages.report(part, log, progress));
    survey = LogSurvey.of(settings, new ArrayList<>(logs.values()));
    ColumnMessages.reportIds(settings, survey, progress);
    Dataset<Row> union = null;
    for (Map.Entry<Part, InteractionLog> part : logs.entrySet()) {
      Dataset<Row> rows =
          part.getValue().rows(survey.ids()).withColumn("part", lit(part.getKey().ordinal()));
      union = union == null ? rows : union.unionByName(rows);
    }
    all = union.persist(StorageLevel.MEMORY_AND_DISK());
  }

  private void openGiven(SparkSession spark, LogSettings settings, GivenSplit given) {
    for (Part part : Part.values()) {
      Optional<String> file = given.file(part);
      if (file.isPresent()) {
        LogSettings ofPart = settings.withPath(file.get());
        LogFiles files = LogFiles.find(ofPart.source(), spark.sparkContext().hadoopConfiguration());
        logs.put(part, InteractionLog.open(spark, ofPart, files));
      }
    }
    if (!logs.containsKey(Part.TEST_HELD_OUT)) {
      throw new UnusableDataException(
          "Cannot split as given: split.given.test-held-out is empty (expected a file of held-out interactions)");
    }
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
            coalesce(col(columns().time() ? "time" : "order"), lit(0L)).as("time"),
            col("order"));
  }

  /** The bad rows: {@code source}, {@code row}, {@code reason}. */
  Dataset<Row> bad() {
    return all.filter(col("reason").isNotNull()).select("source", "row", "reason");
  }

  /** The numbers of rows and of bad rows, of all parts together. */
  LogSurvey survey() {
    return survey;
  }

  /** The log and the files of the split, by part. */
  Map<Part, InteractionLog> byPart() {
    return logs;
  }

  /** Which optional columns the log has. */
  PresentColumns columns() {
    return logs.get(Part.LOG).present();
  }

  /** The names of the log's columns that are read, by what they are read for. */
  Map<String, String> columnNames() {
    return logs.get(Part.LOG).columns();
  }

  /** Which files lack a column that others have, for a reason {@code NAME: missing}. */
  List<String> filesWithout(String column) {
    return logs.values().stream().flatMap(log -> log.fileWithout(column).stream()).toList();
  }

  IdColumns ids() {
    return survey.ids();
  }

  DataType userId() {
    return ids().users().type().dataType();
  }

  DataType itemId() {
    return ids().items().type().dataType();
  }

  @Override
  public void close() {
    all.unpersist();
  }
}
